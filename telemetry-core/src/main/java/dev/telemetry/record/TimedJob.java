package dev.telemetry.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records each call of a method of a bean as a job: a {@code job.run} span and
 * measurement. On a class, it applies to all public methods. If a method returns a
 * {@code CompletionStage}, the job ends when that completes. If it returns a publisher,
 * such as a {@code Mono}, each subscription is a job. If a method throws, its job has
 * failed, and the exception is passed on unchanged.
 * <p>
 * Works by Spring's proxies, so calls within the bean itself are not recorded. A method
 * that cannot be recorded is named in a warning at start.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TimedJob {

	/**
	 * Where the job comes from. Placeholders such as <code>${shop.queue}</code> are
	 * resolved at start; the application does not start if one cannot be resolved.
	 * @return the queue
	 */
	String queue() default "default";

	/**
	 * What kind of job it is. Placeholders are resolved at start.
	 * @return the type; if empty, the job is named after the class and the method
	 */
	String type() default "";

	/**
	 * The trace of the job if it is started within another span, such as that of a
	 * request.
	 * @return the trace; by default, {@code telemetry.job.new-trace} decides
	 */
	JobTrace trace() default JobTrace.DEFAULT;

}
