package dev.sheaf.web.ui;

import dev.sheaf.web.api.ApiErrors;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Where no controller is: people are told so on a page, programs as everywhere.
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class LostVisitors {

    private final PageErrors pages;
    private final ApiErrors api;

    LostVisitors(PageErrors pages, ApiErrors api) {
        this.pages = pages;
        this.api = api;
    }

    @ExceptionHandler({NoResourceFoundException.class, HttpRequestMethodNotSupportedException.class})
    Object lost(Exception e, HttpServletRequest request) throws Exception {
        return OutagePage.isForPeople(request) ? pages.any(e, request) : api.any(e, request);
    }
}
