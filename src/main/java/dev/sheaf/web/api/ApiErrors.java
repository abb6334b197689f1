package dev.sheaf.web.api;

import dev.sheaf.web.ErrorBody;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import dev.sheaf.web.Outage;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/// Turns whatever goes wrong into the one shape of error answers. What a caller cannot mend goes to the log in
/// full and to the caller as an id.
@RestControllerAdvice
@RestController
public class ApiErrors implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    /// Below it are mistakes of callers, such as to break off a body; they are no failures of ours.
    private static final int FIRST_OF_OURS = 500;

    private final Errors errors;

    ApiErrors(Errors errors) {
        this.errors = errors;
    }

    @ExceptionHandler
    ResponseEntity<ErrorBody.Envelope> ours(ApiException e) {
        return answer(e.code(), Objects.requireNonNull(e.getMessage()), HttpHeaders.EMPTY);
    }

    /// Whoever asked does not listen any more, so there is nobody to tell.
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e, HttpServletRequest request) {
        LOG.debug("The caller of {} {} is gone", request.getMethod(), request.getRequestURI(), e);
    }

    @ExceptionHandler
    public ResponseEntity<ErrorBody.Envelope> any(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            ErrorCode code = ErrorCode.of(known.getStatusCode().value());
            return answer(code, message(code, request), known.getHeaders());
        }
        if (e instanceof InvalidParameterException) {
            return answer(ErrorCode.BAD_REQUEST, message(ErrorCode.BAD_REQUEST, request), HttpHeaders.EMPTY);
        }
        if (Outage.caused(e)) {
            LOG.warn("{} {} failed for the moment: {}", request.getMethod(), request.getRequestURI(), e.toString());
            return unavailable();
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return answer(ErrorCode.INTERNAL_ERROR, message(ErrorCode.INTERNAL_ERROR, request), HttpHeaders.EMPTY);
    }

    /// What the container refuses before a controller is found.
    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<ErrorBody.Envelope> container(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ErrorCode code = ErrorCode.of(status instanceof Integer given ? given : 404);
        if (code.status() >= FIRST_OF_OURS
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause) {
            if (cause instanceof InvalidParameterException) {
                return answer(ErrorCode.BAD_REQUEST, message(ErrorCode.BAD_REQUEST, request), HttpHeaders.EMPTY);
            }
            Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
            if (Outage.caused(cause)) {
                LOG.warn("{} {} failed for the moment: {}", request.getMethod(), uri, cause.toString());
                return unavailable();
            }
            LOG.error("{} {} failed before a controller was found", request.getMethod(), uri, cause);
        }
        return answer(code, message(code, request), HttpHeaders.EMPTY);
    }

    private ResponseEntity<ErrorBody.Envelope> unavailable() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Outage.RETRY_AFTER);
        return answer(ErrorCode.UNAVAILABLE, Outage.MESSAGE, headers);
    }

    private ResponseEntity<ErrorBody.Envelope> answer(ErrorCode code, String message, HttpHeaders headers) {
        return ResponseEntity.status(HttpStatusCode.valueOf(code.status()))
                .headers(headers)
                .contentType(MediaType.APPLICATION_JSON)
                .body(errors.envelope(code, message, null));
    }

    private static String message(ErrorCode code, HttpServletRequest request) {
        return switch (code) {
            case NOT_FOUND -> "There is nothing here.";
            case METHOD_NOT_ALLOWED -> request.getMethod() + " is not possible here; the Allow header says what is.";
            case NOT_ACCEPTABLE ->
                "The answer cannot be had in the form that Accept asks for. Leave it out, or send */*.";
            case UNSUPPORTED_MEDIA_TYPE -> "Send the body as application/json.";
            case INTERNAL_ERROR, UNAVAILABLE -> "Something went wrong on our side. Tell the operator this request id.";
            default ->
                "The request cannot be understood. Look at its path and parameters, how they are escaped, and whether the"
                        + " whole body came in time.";
        };
    }
}
