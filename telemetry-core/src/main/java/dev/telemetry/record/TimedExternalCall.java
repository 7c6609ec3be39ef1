package dev.telemetry.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records each call of a method of a bean as a call to another service: an
 * {@code external.api.call} span and measurement. On a class, it applies to all public
 * methods. If a method returns a {@code CompletionStage}, the call ends when that
 * completes. If it returns a publisher, such as a {@code Mono}, each subscription is a
 * call. If a method throws, the call has failed, and the exception is passed on
 * unchanged.
 * <p>
 * Works by Spring's proxies, so calls within the bean itself are not recorded. A method
 * that cannot be recorded is named in a warning at start.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TimedExternalCall {

	/**
	 * Name of the called service. Placeholders such as <code>${partner.name}</code> are
	 * resolved at start; the application does not start if one cannot be resolved.
	 * @return the service
	 */
	String service();

	/**
	 * What the service is asked to do. Placeholders are resolved at start.
	 * @return the operation; if empty, the name of the method
	 */
	String operation() default "";

}
