package dev.sheaf.build;

import dev.sheaf.report.Work;
import dev.sheaf.report.WorkKind;
import dev.sheaf.report.WorkType;
import dev.sheaf.rows.Rows;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Registers the four kinds of build work with the queue.
@Configuration(proxyBeanMethods = false)
class BuildWork {

    @Bean
    WorkType buildingWhole(Attempt attempt, BuildWhole whole) {
        return type(WorkKind.WHOLE, () -> true, attempt, whole::run);
    }

    /// A report is planned only when it may start: a snapshot must be free for it.
    @Bean
    WorkType planning(Attempt attempt, PlanReport plan, Rows rows) {
        return type(WorkKind.PLAN, rows::canTakeSnapshot, attempt, plan::run);
    }

    @Bean
    WorkType partReading(Attempt attempt, ReadPart part) {
        return type(WorkKind.PART, () -> true, attempt, part::run);
    }

    @Bean
    WorkType assembling(Attempt attempt, AssembleReport assembly) {
        return type(WorkKind.ASSEMBLY, () -> true, attempt, assembly::run);
    }

    private static WorkType type(WorkKind kind, BooleanSupplier open, Attempt attempt, Consumer<Work> step) {
        return new WorkType(kind, open, work -> attempt.run(work, step));
    }
}
