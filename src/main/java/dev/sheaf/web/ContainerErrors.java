package dev.sheaf.web;

import static jakarta.servlet.http.HttpServletResponse.SC_BAD_REQUEST;
import static jakarta.servlet.http.HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED;
import static jakarta.servlet.http.HttpServletResponse.SC_NOT_IMPLEMENTED;

import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Gives the one shape of errors to what the container refuses before it knows whose request it is, such as a line
/// that is no HTTP.
///
/// The valve nearest to the failure reports it, so this one is added after the container's own.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ContainerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Errors errors;

    ContainerErrors(Errors errors) {
        this.errors = errors;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Valve(errors)));
    }

    private static final class Valve extends ErrorReportValve {

        private static final int FIRST_ERROR = 400;

        private final Errors errors;

        Valve(Errors errors) {
            this.errors = errors;
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable throwable) {
            int status = tooLarge(request) ? ErrorCode.HEADERS_TOO_LARGE.status() : status(response.getStatus());
            if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            response.setHeader(RequestId.HEADER, RequestId.begin(request.getHeader(RequestId.HEADER)));
            try {
                errors.write(response, ErrorCode.of(status), message(status));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                RequestId.end();
            }
        }

        /// The container has one status for whatever it cannot read, and tells in words only what it was.
        private static boolean tooLarge(Request request) {
            return request.getCoyoteRequest().getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception cause
                    && String.valueOf(cause.getMessage()).contains("too large");
        }

        /// To speak another HTTP, or to code what is sent in a way of one's own, is a mistake of the caller's.
        private static int status(int status) {
            return status == SC_NOT_IMPLEMENTED || status == SC_HTTP_VERSION_NOT_SUPPORTED ? SC_BAD_REQUEST : status;
        }

        private static String message(int status) {
            return status == ErrorCode.HEADERS_TOO_LARGE.status()
                    ? "The URL and the headers are too large together. Send fewer or shorter ones."
                    : "This is no HTTP/1.1 that can be read. Look at the first line, the headers and the length.";
        }
    }
}
