package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.core.NativeDetector;

/**
 * Loads what a traced application will need, in a thread of its own while the application
 * starts. Half of what tracing adds to a start is loading classes, and Spring needs them
 * one after the other. As with Spring Boot's background initialization, a single
 * processor or the system property {@code spring.backgroundpreinitializer.ignore} prevent
 * it. Classes are loaded and not initialized: what runs is up to the application, and no
 * two threads can wait for each other.
 */
final class ClassPreloader {

	static final String THREAD_NAME = "telemetry-class-preloader";

	private static final String CLASS_NAMES = "preloaded-classes.txt";

	private static final String IGNORE_PROPERTY = "spring.backgroundpreinitializer.ignore";

	// Once, as classes are loaded: not for each context.
	private static final AtomicBoolean started = new AtomicBoolean();

	private ClassPreloader() {
	}

	/**
	 * Starts loading, unless it was started before.
	 */
	static void start() {
		if (isUseful() && started.compareAndSet(false, true)) {
			Thread thread = new Thread(ClassPreloader::run, THREAD_NAME);
			thread.setDaemon(true);
			thread.start();
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
				load(names.lines().toList(), ClassPreloader.class.getClassLoader());
			}
		}
		catch (IOException ex) {
			// The application loads them when it needs them.
		}
	}

	/**
	 * Loads classes.
	 * @param names their names; those that cannot be loaded are left to whoever needs
	 * them
	 * @param classLoader where they are
	 */
	static void load(List<String> names, ClassLoader classLoader) {
		for (String name : names) {
			try {
				Class.forName(name, false, classLoader);
			}
			catch (Exception | LinkageError ex) {
				// An application may have left out a jar, or brought another version.
			}
		}
	}

}
