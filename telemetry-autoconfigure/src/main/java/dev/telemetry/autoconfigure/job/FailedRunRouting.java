package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import org.springframework.scheduling.config.TaskSchedulerRouter;

import dev.telemetry.health.InternalFailures;

/**
 * Routes scheduled methods and registered tasks by {@link FailedRunRouter}: like Spring,
 * or to the scheduler that the application has chosen for all of them, which is extended
 * even if it is not a bean.
 */
final class FailedRunRouting implements SchedulingConfigurer, Ordered, DisposableBean {

	private final FailedRunHandlers handlers;

	private final ObjectFactory<TaskPreparation> preparation;

	private final ConfigurableApplicationContext context;

	private final InternalFailures failures;

	private @Nullable TaskSchedulerRouter router;

	FailedRunRouting(FailedRunHandlers handlers, ObjectFactory<TaskPreparation> preparation,
			ConfigurableApplicationContext context, InternalFailures failures) {
		this.handlers = handlers;
		this.preparation = preparation;
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
			if (present == null || present instanceof FailedRunRouter || present instanceof Advised) {
				return;
			}
			if (present.getClass() == TaskSchedulerRouter.class) {
				registrar.setTaskScheduler(router());
			}
			else {
				this.handlers.extend(present);
				registrar.setTaskScheduler(new FailedRunRouter(this.preparation.getObject(), present));
			}
		}
		catch (Throwable ex) {
			this.failures.report("routing scheduled methods", ex);
		}
	}

	private TaskSchedulerRouter router() {
		FailedRunRouter router = new FailedRunRouter(this.preparation.getObject(), null);
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

	/**
	 * Sets the router before the application registers tasks, which may be scheduled at
	 * once.
	 *
	 * @param routing sets the router
	 */
	record Early(FailedRunRouting routing) implements SchedulingConfigurer, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void configureTasks(ScheduledTaskRegistrar registrar) {
			this.routing.configureTasks(registrar);
		}

	}

}
