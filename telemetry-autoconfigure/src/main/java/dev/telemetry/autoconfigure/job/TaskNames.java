package dev.telemetry.autoconfigure.job;

import java.lang.StackWalker.StackFrame;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Names of lambdas and method references: the class that they were written in and the
 * method of it that gives them to the scheduler. Two classes of one short name differ by
 * their packages. Thread safe.
 */
final class TaskNames {

	private static final int MAX_FRAMES = 64;

	private static final String SUFFIX = ".lambda";

	private static final String LAMBDA_METHOD = "lambda$";

	private final ConcurrentMap<String, String> classes = new ConcurrentHashMap<>();

	/**
	 * Names a lambda. Called by the thread that gives it to the scheduler.
	 * @param writtenIn the name of the class that it was written in
	 */
	String of(String writtenIn) {
		String method = StackWalker.getInstance().walk((frames) -> method(frames, writtenIn));
		String name = ClassUtils.getShortName(writtenIn);
		String known = this.classes.putIfAbsent(name, writtenIn);
		String unique = (known == null || known.equals(writtenIn)) ? name : writtenIn;
		return ((method != null) ? unique + "." + method : unique) + SUFFIX;
	}

	// In a lambda, the method that the lambda was written in.
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
