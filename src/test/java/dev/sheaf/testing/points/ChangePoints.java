package dev.sheaf.testing.points;

import dev.sheaf.report.Work;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Three points at each transaction that changes a report: before it begins, before it commits, and after that.
public final class ChangePoints implements ApplicationContextInitializer<GenericApplicationContext> {

    private static final String TRANSACTIONS = "org.springframework.transaction.config.internalTransactionAdvisor";
    private static final Set<String> CHANGES = Stream.of(
                    "Builds", "Streams", "Queue", "RequestReport", "CancelReport", "RetryReport")
            .map("dev.sheaf.report."::concat)
            .collect(Collectors.toSet());
    private static final int AROUND = 1;
    private static final int TRANSACTION = 2;
    private static final int WITHIN = 3;

    @Override
    public void initialize(GenericApplicationContext context) {
        add(context, "aroundChanges", AROUND, call -> {
            Points.pass("before " + name(call.getMethod(), call.getArguments(), null));
            @Nullable Object result = call.proceed();
            passed("after ", call.getMethod(), call.getArguments(), result);
            return result;
        });
        add(context, "withinChanges", WITHIN, call -> {
            @Nullable Object result = call.proceed();
            passed("uncommitted ", call.getMethod(), call.getArguments(), result);
            return result;
        });
        context.addBeanFactoryPostProcessor(beans ->
                beans.getBeanDefinition(TRANSACTIONS).getPropertyValues().add("order", TRANSACTION));
    }

    private static void add(GenericApplicationContext context, String name, int order, MethodInterceptor interceptor) {
        var advisor = new RootBeanDefinition(DefaultPointcutAdvisor.class, () -> {
            var made = new DefaultPointcutAdvisor(changes(), interceptor);
            made.setOrder(order);
            return made;
        });
        advisor.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        context.registerBeanDefinition(name, advisor);
    }

    private static Pointcut changes() {
        return new StaticMethodMatcherPointcut() {
            @Override
            public boolean matches(Method method, Class<?> type) {
                Transactional transactional = method.getAnnotation(Transactional.class);
                return transactional != null
                        && transactional.propagation() != Propagation.MANDATORY
                        && CHANGES.contains(type.getName().replaceFirst("\\$\\$.*", ""));
            }
        };
    }

    /// To have looked for work in vain is no change.
    private static void passed(String when, Method method, @Nullable Object[] arguments, @Nullable Object result) {
        if (!Optional.empty().equals(result)) {
            Points.pass(when + name(method, arguments, result));
        }
    }

    /// Such as `Builds.begin (part)`.
    private static String name(Method method, @Nullable Object[] arguments, @Nullable Object result) {
        Optional<Work> work = Arrays.stream(arguments)
                .filter(Work.class::isInstance)
                .map(Work.class::cast)
                .findFirst();
        if (result instanceof Optional<?> taken && taken.isPresent() && taken.get() instanceof Work got) {
            work = Optional.of(got);
        }
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + work.map(on -> " (" + on.kind().name().toLowerCase(Locale.ROOT) + ")")
                        .orElse("")
                + (method.getName().equals("partReady") && Boolean.TRUE.equals(result) ? ", the last" : "");
    }
}
