package dev.telemetry.autoconfigure.observation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Opens scopes of observations that are not Micrometer's own. A scope of Micrometer casts
 * outer scopes to its own class, so that class has to be used; it accepts any
 * observation, but its constructor is hidden. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ObservationScopes {

	private static final String SCOPE = "io.micrometer.observation.SimpleObservation$SimpleScope";

	private static final @Nullable MethodHandle CONSTRUCTOR = constructor();

	private ObservationScopes() {
	}

	private static @Nullable MethodHandle constructor() {
		try {
			Constructor<?> constructor = Class.forName(SCOPE, false, Observation.class.getClassLoader())
				.getDeclaredConstructor(ObservationRegistry.class, Observation.class);
			constructor.setAccessible(true);
			return MethodHandles.lookup()
				.unreflectConstructor(constructor)
				.asType(MethodType.methodType(Observation.Scope.class, ObservationRegistry.class, Observation.class));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Returns whether scopes can be opened, which depends on Micrometer's version. If
	 * they cannot, spans have no observation.
	 * @return whether scopes can be opened
	 */
	public static boolean areAvailable() {
		return CONSTRUCTOR != null;
	}

	/**
	 * Makes an observation current.
	 * @param registry the registry in which the scope sets itself as current, and the
	 * previous scope when it is closed
	 * @param observation the observation
	 */
	static void open(ObservationRegistry registry, Observation observation) {
		if (CONSTRUCTOR == null) {
			throw new IllegalStateException("This version of Micrometer has no such scope");
		}
		try {
			Observation.Scope ignored = (Observation.Scope) CONSTRUCTOR.invokeExact(registry, observation);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A scope could not be opened", ex);
		}
	}

	/**
	 * Registers the constructor for a native image.
	 */
	public static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection()
				.registerTypeIfPresent(classLoader, SCOPE, (type) -> type.withConstructor(
						List.of(TypeReference.of(ObservationRegistry.class), TypeReference.of(Observation.class)),
						ExecutableMode.INVOKE));
		}

	}

}
