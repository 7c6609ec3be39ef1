package dev.telemetry.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if each of the given properties is {@code true}, explicitly or by default.
 * Accepts each word that property binding accepts, such as {@code on} and {@code 1}; any
 * other value fails the start with a message about the allowed values.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnSwitchedOnCondition.class)
public @interface ConditionalOnSwitchedOn {

	/**
	 * The properties.
	 * @return keys of properties of telemetry
	 */
	String[] value();

}
