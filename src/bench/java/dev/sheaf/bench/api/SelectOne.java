package dev.sheaf.bench.api;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The least that an endpoint of Sheaf can do: the same filters and sign-in, one statement, one small JSON object.
///
/// Only servers that `bin/bench` starts have it.
@RestController
class SelectOne {

    private final JdbcClient jdbc;

    SelectOne(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/bench/one")
    Map<String, Integer> one() {
        return Map.of("one", jdbc.sql("select 1").query(Integer.class).single());
    }
}
