package dev.telemetry.autoconfigure.job;

import java.lang.StackWalker.StackFrame;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Names of lambdas and method references. A name consists of the class that contains the
 * lambda, and its method that gives the lambda to the scheduler. Two classes with the
 * same short name differ by their packages, and several lambdas of one method by their
 * numbers. Thread safe.
 */
final class TaskNames {

	private static final int MAX_FRAMES = 64;

	private static final String SUFFIX = ".lambda";

	private static final String LAMBDA_METHOD = "lambda$";

	// Beyond these, lambdas of one method share a name.
	private static final int MAX_LAMBDAS = 100;

	private final ConcurrentMap<String, String> classes = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, CopyOnWriteArrayList<Class<?>>> lambdas = new ConcurrentHashMap<>();

	/**
	 * Returns the name of a lambda. Called by the thread that gives the lambda to the
	 * scheduler.
	 * @param lambda class of the lambda, which is another one for each place in the code
	 */
	String of(Class<?> lambda) {
		String writtenIn = TaskOrigin.writtenIn(lambda);
		String method = StackWalker.getInstance().walk((frames) -> method(frames, writtenIn));
		String name = ClassUtils.getShortName(writtenIn);
		String known = this.classes.putIfAbsent(name, writtenIn);
		String unique = (known == null || known.equals(writtenIn)) ? name : writtenIn;
		return numbered(((method != null) ? unique + "." + method : unique) + SUFFIX, lambda);
	}

	private String numbered(String name, Class<?> lambda) {
		CopyOnWriteArrayList<Class<?>> known = this.lambdas.computeIfAbsent(name,
				(key) -> new CopyOnWriteArrayList<>());
		if (known.size() < MAX_LAMBDAS) {
			known.addIfAbsent(lambda);
		}
		int index = known.indexOf(lambda);
		return (index > 0) ? name + "-" + (index + 1) : name;
	}

	// For a frame of a lambda, returns the method that contains the lambda.
	private static @Nullable String method(Stream<StackFrame> frames, String writtenIn) {
		String method = frames.limit(MAX_FRAMES)
			.filter((frame) -> frame.getClassName().equals(writtenIn))
			.map(StackFrame::getMethodName)
			.findFirst()
			.orElse(null);
		if (method == null || method.startsWith("<")) {
			return null;
		}
		int end = method.lastIndexOf('$');
		return (method.startsWith(LAMBDA_METHOD) && end > LAMBDA_METHOD.length())
				? method.substring(LAMBDA_METHOD.length(), end) : method;
	}

}
