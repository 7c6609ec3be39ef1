package dev.telemetry.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless one of the given properties is {@code false}. A value that is neither
 * that nor {@code true} stops the start with what is allowed.
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
	 * @return keys of properties that are {@code true} by default
	 */
	String[] value();

}
