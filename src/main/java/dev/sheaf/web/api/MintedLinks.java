package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
import dev.sheaf.report.Audit;
import dev.sheaf.report.ReportId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/// Collects the links of one answer and puts them on record, in one row, before the answer goes out: no link is given
/// that nobody knows of.
@ControllerAdvice
class MintedLinks implements ResponseBodyAdvice<Object> {

    private static final String ATTRIBUTE = MintedLinks.class.getName();

    private final Audit audit;

    MintedLinks(Audit audit) {
        this.audit = audit;
    }

    void add(List<ReportId> reports) {
        RequestAttributes request = RequestContextHolder.currentRequestAttributes();
        Set<ReportId> minted = minted(request);
        minted.addAll(reports);
        request.setAttribute(ATTRIBUTE, minted, RequestAttributes.SCOPE_REQUEST);
    }

    @SuppressWarnings("unchecked")
    private static Set<ReportId> minted(RequestAttributes request) {
        return request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof Set<?> set
                ? (Set<ReportId>) set
                : new LinkedHashSet<>();
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body != null) {
            record();
        }
        return body;
    }

    /// Puts on record what was minted for the present request and is about to be sent.
    void record() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            Set<ReportId> minted = minted(attributes);
            if (!minted.isEmpty()) {
                audit.links(caller(), minted, Origins.of(attributes.getRequest()));
                minted.clear();
            }
        }
    }

    /// Links are minted for callers only.
    private static Caller caller() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("A link was minted for nobody");
    }
}
