package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import com.traffictacos.reservation.worker.operations.admin.http.AdminRequests.BadRequestException;
import com.traffictacos.reservation.worker.operations.auth.AuthenticationResult;
import com.traffictacos.reservation.worker.operations.auth.AuthenticationResult.Refusal;
import com.traffictacos.reservation.worker.operations.auth.BearerTokenAuthenticator;
import com.traffictacos.reservation.worker.operations.auth.SlowRefusals;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The entry point of {@code /admin}. The caller is authenticated first, whatever the path and the method. The token is
 * taken from the header {@code Authorization} alone, never from a cookie or a parameter, so that no other site's page
 * can make a browser send it.
 */
public class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Set<String> METHODS = Set.of("GET", "POST");

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"}) // The container sets it; servlets are not serialized.
    private Settings.Operations settings;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private BearerTokenAuthenticator guard;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private AdminApi api;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private OperatorCalls calls;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private SlowRefusals slow;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AdminReply reply = reply(request);
        if (reply.delay().isPositive() && slow.tryBegin()) {
            LaterReply.send(request, reply.delay(), () -> send(reply, response), slow::end);
        } else {
            send(reply, response);
        }
    }

    private static void send(AdminReply reply, HttpServletResponse response) throws IOException {
        reply.headers().forEach(response::setHeader);
        JsonResponse.send(response, reply.status(), reply.body());
    }

    private AdminReply reply(HttpServletRequest request) throws IOException {
        if (!settings.consoleEnabled()) {
            return AdminReply.error(404, "not_found", "the operator's interface is off: set CONSOLE_ENABLED=true");
        }
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        return switch (guard.check(authorization, request.getRemoteAddr())) {
            case AuthenticationResult.Refused refused -> refused(refused.why());
            case AuthenticationResult.Granted granted -> answer(request, granted);
        };
    }

    private AdminReply answer(HttpServletRequest request, AuthenticationResult.Granted granted) throws IOException {
        Optional<List<String>> path = AdminRequests.path(request);
        if (path.isEmpty()) {
            return AdminReply.error(404, "not_found", "there is nothing at this path");
        }
        if (!METHODS.contains(request.getMethod())) {
            return AdminReply.error(405, "method_not_allowed", "GET or POST").with("Allow", "GET, POST");
        }
        Optional<AdminReply> refusal = AdminRoute.refusal(request.getMethod(), path.get(), granted.operator());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        // Before the body is read: a body that never arrives also holds a thread.
        if (!calls.tryBegin()) {
            return AdminReply.error(429, "too_many_calls", OperatorCalls.TURNED_AWAY)
                    .with("Retry-After", "1");
        }
        try {
            JsonObject body =
                    request.getMethod().equals("POST") ? AdminRequests.body(request) : JsonValue.EMPTY_JSON_OBJECT;
            return api.answer(new AdminCall(
                    request.getMethod(), path.get(), AdminRequests.query(request), body, granted.operator()));
        } catch (BadRequestException e) {
            return AdminReply.error(e.status(), "bad_request", String.valueOf(e.getMessage()));
        } finally {
            calls.end();
        }
    }

    private static AdminReply refused(Refusal why) {
        return switch (why) {
            case NOT_CONFIGURED -> AdminReply.error(403, "not_configured", why.text());
            case NO_TOKEN ->
                AdminReply.error(401, "no_token", why.text()).with("WWW-Authenticate", "Bearer realm=\"operator\"");
            case WRONG_TOKEN ->
                AdminReply.error(401, "wrong_token", why.text())
                        .with("WWW-Authenticate", "Bearer realm=\"operator\", error=\"invalid_token\"");
            case TOO_MANY_TRIES ->
                AdminReply.error(429, "too_many_tries", why.text())
                        .with("Retry-After", "60")
                        .after(Refusal.SLOWED_BY);
        };
    }
}
