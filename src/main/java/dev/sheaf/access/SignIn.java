package dev.sheaf.access;

import java.time.Duration;

/// What became of an attempt to sign in.
public sealed interface SignIn {

    record Good(Account account) implements SignIn {}

    /// No such person, no password, or another one: nobody is told which.
    record Wrong() implements SignIn {}

    /// There were too many attempts; none is looked at before `pause` has passed.
    record TooMany(Duration pause) implements SignIn {}
}
