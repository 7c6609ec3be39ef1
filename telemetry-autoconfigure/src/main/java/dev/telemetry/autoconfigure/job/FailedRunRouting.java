package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import org.springframework.scheduling.config.TaskSchedulerRouter;

import dev.telemetry.health.InternalFailures;

/**
 * Routes scheduled methods by {@link FailedRunRouter}, unless the application has chosen
 * a scheduler for all of them: that is extended, although it may be no bean.
 */
final class FailedRunRouting implements SchedulingConfigurer, Ordered, DisposableBean {

	private final FailedRunHandlers handlers;

	private final FailedRuns failedRuns;

	private final ConfigurableApplicationContext context;

	private final InternalFailures failures;

	private @Nullable TaskSchedulerRouter router;

	FailedRunRouting(FailedRunHandlers handlers, FailedRuns failedRuns, ConfigurableApplicationContext context,
			InternalFailures failures) {
		this.handlers = handlers;
		this.failedRuns = failedRuns;
		this.context = context;
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		try {
			TaskScheduler present = registrar.getScheduler();
			if (present == null) {
				return;
			}
			if (present.getClass() == TaskSchedulerRouter.class) {
				registrar.setTaskScheduler(router());
			}
			else {
				this.handlers.extend(present);
			}
		}
		catch (Throwable ex) {
			this.failures.report("routing scheduled methods", ex);
		}
	}

	private TaskSchedulerRouter router() {
		FailedRunRouter router = new FailedRunRouter(this.handlers, this.failedRuns, this.context::isActive);
		router.setBeanName(TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME);
		router.setBeanFactory(this.context.getBeanFactory());
		this.router = router;
		return router;
	}

	@Override
	public void destroy() {
		if (this.router != null) {
			this.router.destroy();
		}
	}

}
