package com.traffictacos.reservation.worker.operations.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers what no other servlet answers, and every error of the others: as JSON, without a product name, a path or an
 * exception. The server would log each path that it does not find, whoever asks for it.
 */
public class ErrorServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = status(request);
        JsonResponse.send(response, status, JsonResponse.error(code(status), message(status)));
    }

    private static int status(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.ERROR
                        && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? status
                : HttpServletResponse.SC_NOT_FOUND;
    }

    private static String code(int status) {
        return switch (status) {
            case HttpServletResponse.SC_NOT_FOUND -> "not_found";
            case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "method_not_allowed";
            default -> status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR ? "bad_request" : "failed";
        };
    }

    private static String message(int status) {
        return switch (status) {
            case HttpServletResponse.SC_NOT_FOUND -> "there is nothing at this path";
            case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "this path does not take this method";
            default ->
                status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                        ? "the request is not well-formed"
                        : "see the worker's log";
        };
    }
}
