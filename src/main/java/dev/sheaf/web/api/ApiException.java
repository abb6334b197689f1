package dev.sheaf.web.api;

import dev.sheaf.web.ErrorCode;

/// A request that is answered with an error. The message goes to the caller.
final class ApiException extends RuntimeException {

    private final ErrorCode code;

    ApiException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
