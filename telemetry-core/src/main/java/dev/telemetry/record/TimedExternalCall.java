package dev.telemetry.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes each call of a method of a bean a call to another service: an
 * {@code external.api.call} span and measurement. On a class, of each of its public
 * methods. A method that returns a {@code CompletionStage} ends when that completes.
 * Calls within the bean itself do not go through it.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TimedExternalCall {

	/**
	 * Who is called. Placeholders such as <code>${partner.name}</code> are resolved at
	 * start.
	 * @return the service
	 */
	String service();

	/**
	 * What is asked for. Placeholders are resolved at start.
	 * @return the operation; the name of the method if empty
	 */
	String operation() default "";

}
