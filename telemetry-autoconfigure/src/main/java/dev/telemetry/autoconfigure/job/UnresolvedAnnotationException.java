package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;

import org.springframework.util.ClassUtils;

/**
 * An annotation has a placeholder that cannot be resolved: the application does not
 * start.
 */
final class UnresolvedAnnotationException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	UnresolvedAnnotationException(Method method, IllegalArgumentException cause) {
		super("The annotation of " + ClassUtils.getQualifiedMethodName(method) + " cannot be resolved: "
				+ cause.getMessage(), cause);
	}

}
