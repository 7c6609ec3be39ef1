package dev.telemetry.autoconfigure;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.springframework.core.NativeDetector;

import dev.telemetry.health.DaemonThread;

/**
 * Loads classes that a traced application will need, in a thread of its own while the
 * application starts. Loading classes, of tracing and of the web server, is a large part
 * of a start, and Spring needs them one after the other. The preloading makes up for the
 * time that tracing takes. A single processor, a native image and the system property
 * {@code spring.backgroundpreinitializer.ignore} prevent it, as they prevent Spring
 * Boot's background initialization. Classes are loaded, but not initialized: the threads
 * of the application initialize them in their order. A {@link TrainingRun training run}
 * has no such thread.
 */
final class ClassPreloader {

	private static final String THREAD_NAME = "telemetry-class-preloader";

	private static final String CLASS_NAMES = "preloaded-classes.txt";

	private static final String IGNORE_PROPERTY = "spring.backgroundpreinitializer.ignore";

	// Static: classes are loaded once, and not for each context.
	private static final AtomicBoolean started = new AtomicBoolean();

	private static volatile boolean ended;

	private ClassPreloader() {
	}

	/**
	 * Stops loading. Classes that were not loaded yet are loaded when they are needed.
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
				// The cache of classes must contain them.
				run();
				return;
			}
			try {
				DaemonThread.of(THREAD_NAME, ClassPreloader::run).start();
			}
			catch (Throwable ex) {
				// For example, no thread could be started: the start takes longer.
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
			// The application loads the classes itself.
		}
	}

	/**
	 * Loads classes.
	 * @param names names of the classes; a class that cannot be loaded is skipped, and
	 * after a missing class the rest of its package, because the application may have
	 * left out a jar
	 * @param classLoader the class loader
	 * @param end whether to stop
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
					// Searching for each class of the package would open all jars again
					// and again.
					missing.add(packageName);
				}
				catch (Throwable ex) {
					// The application may have another version of the library.
				}
			}
		}
	}

}
