package dev.sheaf.testing.points;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// A point before and one after each call of S3.
public final class StorePoints implements ExecutionInterceptor {

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        Points.pass("before " + name(context.request()));
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        Points.pass("after " + name(context.request()));
    }

    /// Such as `UploadPart in reports/`; one that is about several objects has no place.
    private static String name(SdkRequest request) {
        String operation = request.getClass().getSimpleName().replace("Request", "");
        for (String field : new String[] {"Key", "Prefix"}) {
            var place = request.getValueForField(field, String.class);
            if (place.isPresent()) {
                return operation + " in " + place.get().replaceFirst("/.*", "/");
            }
        }
        return operation;
    }
}
