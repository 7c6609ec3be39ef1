package dev.telemetry.autoconfigure;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.springframework.core.NativeDetector;

/**
 * Loads what a traced application will need, in a thread of its own while the application
 * starts: a large part of a start is loading classes, which Spring needs one after the
 * other, be they of tracing or of the web server. That makes up for the time which
 * tracing takes. A single processor, a native image and the system property
 * {@code spring.backgroundpreinitializer.ignore} prevent it, as they prevent Spring
 * Boot's background initialization. Classes are loaded and not initialized: that is left
 * to the threads of the application, in their order. A {@link TrainingRun training run}
 * has no such thread.
 */
final class ClassPreloader {

	private static final String THREAD_NAME = "telemetry-class-preloader";

	private static final String CLASS_NAMES = "preloaded-classes.txt";

	private static final String IGNORE_PROPERTY = "spring.backgroundpreinitializer.ignore";

	// Once, as classes are loaded: not for each context.
	private static final AtomicBoolean started = new AtomicBoolean();

	private static volatile boolean ended;

	private ClassPreloader() {
	}

	/**
	 * Ends loading: what was not needed until now is left to those who need it.
	 */
	static void end() {
		ended = true;
	}

	/**
	 * Starts loading, unless it was started before.
	 */
	static void start() {
		if (isUseful() && started.compareAndSet(false, true)) {
			if (TrainingRun.isOn()) {
				// So that the cache has them.
				run();
				return;
			}
			try {
				// Without what the thread of the application inherits to others.
				Thread thread = new Thread(null, ClassPreloader::run, THREAD_NAME, 0, false);
				thread.setContextClassLoader(ClassPreloader.class.getClassLoader());
				thread.setDaemon(true);
				thread.start();
			}
			catch (Throwable ex) {
				// Such as no more threads: the start takes longer.
			}
		}
	}

	private static boolean isUseful() {
		return Runtime.getRuntime().availableProcessors() > 1 && !NativeDetector.inNativeImage()
				&& !Boolean.getBoolean(IGNORE_PROPERTY);
	}

	private static void run() {
		try (InputStream stream = ClassPreloader.class.getResourceAsStream(CLASS_NAMES)) {
			if (stream != null) {
				String names = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
				load(names.lines().toList(), ClassPreloader.class.getClassLoader(), () -> ended);
			}
		}
		catch (Throwable ex) {
			// The application loads what it needs.
		}
	}

	/**
	 * Loads classes.
	 * @param names their names; those that cannot be loaded are skipped, and with one
	 * that is missing the rest of its package: an application may have left out a jar
	 * @param classLoader where they are
	 * @param end whether to go no further
	 */
	static void load(List<String> names, ClassLoader classLoader, BooleanSupplier end) {
		Set<String> missing = new HashSet<>();
		for (String name : names) {
			if (end.getAsBoolean()) {
				return;
			}
			String packageName = name.substring(0, Math.max(name.lastIndexOf('.'), 0));
			if (!missing.contains(packageName)) {
				try {
					Class.forName(name, false, classLoader);
				}
				catch (ClassNotFoundException ex) {
					// Looking for each of them would open all jars again and again.
					missing.add(packageName);
				}
				catch (Throwable ex) {
					// An application may have brought another version.
				}
			}
		}
	}

}
