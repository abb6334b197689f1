package dev.sheaf.report;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Notes the last statement that was prepared through it, and the values it was given.
final class LastStatement extends DelegatingDataSource {

    private final DataSource database;
    private String sql = "";
    private final List<Call> values = new ArrayList<>();

    LastStatement(DataSource database) {
        super(database);
        this.database = database;
    }

    private record Call(Method method, List<Object> arguments) {}

    @Override
    public Connection getConnection() throws SQLException {
        return watched(Connection.class, super.getConnection());
    }

    private <T> T watched(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        if (result instanceof PreparedStatement statement) {
                            sql = (String) arguments[0];
                            values.clear();
                            return watched(PreparedStatement.class, statement);
                        }
                        if (type == PreparedStatement.class && arguments != null && arguments.length > 1) {
                            values.add(new Call(method, List.of(arguments)));
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                }));
    }

    /// What PostgreSQL does for it.
    JsonNode plan() throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement explain =
                        connection.prepareStatement("explain (analyze, buffers, format json) " + sql)) {
            for (Call call : values) {
                call.method.invoke(explain, call.arguments.toArray());
            }
            try (ResultSet plan = explain.executeQuery()) {
                if (!plan.next()) {
                    throw new IllegalStateException("No plan of " + sql);
                }
                return JsonMapper.shared().readTree(plan.getString(1)).path(0).path("Plan");
            }
        }
    }
}
