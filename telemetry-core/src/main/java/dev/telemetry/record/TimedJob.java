package dev.telemetry.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes each call of a method of a bean a job: a {@code job.run} span and measurement. On
 * a class, of each of its public methods. A method that returns a {@code CompletionStage}
 * ends when that completes. Calls within the bean itself do not go through it.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TimedJob {

	/**
	 * Where the job comes from. Placeholders such as <code>${shop.queue}</code> are
	 * resolved at start.
	 * @return the queue
	 */
	String queue() default "default";

	/**
	 * What kind of job it is. Placeholders are resolved at start.
	 * @return the type; that of the class and the method if empty
	 */
	String type() default "";

	/**
	 * Whose trace it belongs to where it is started within another span, such as that of
	 * a request.
	 * @return the trace; as {@code telemetry.job.new-trace} says by default
	 */
	JobTrace trace() default JobTrace.DEFAULT;

}
