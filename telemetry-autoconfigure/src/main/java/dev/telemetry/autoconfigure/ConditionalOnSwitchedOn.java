package dev.telemetry.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if each of the given properties is {@code true}, be it by default. Understands
 * each word that properties understand, such as {@code on} and {@code 1}; any other stops
 * the start with what is allowed.
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
