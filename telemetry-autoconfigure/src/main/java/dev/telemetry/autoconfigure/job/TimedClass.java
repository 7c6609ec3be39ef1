package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * The timed methods of one class. Thread safe.
 */
final class TimedClass {

	static final TimedClass NONE = new TimedClass(Object.class, Map.of(), Map.of());

	private final Class<?> type;

	private final Map<Method, List<TimedMethod>> timed;

	private final Map<Method, String> hidden;

	private final Set<Method> unrecorded = ConcurrentHashMap.newKeySet();

	private final ConcurrentMap<Method, Map<Place, List<TimedMethod>>> reached = new ConcurrentHashMap<>();

	/**
	 * Creates a class.
	 * @param type the class of the application
	 * @param timed the timed parts of its methods
	 * @param hidden methods that no class proxy reaches, with the reason
	 */
	TimedClass(Class<?> type, Map<Method, List<TimedMethod>> timed, Map<Method, String> hidden) {
		this.type = type;
		this.timed = timed;
		this.hidden = hidden;
	}

	boolean isEmpty() {
		return this.timed.isEmpty();
	}

	/**
	 * Returns whether a bean of the class gets a proxy if it has none.
	 */
	boolean justifiesProxy() {
		return this.timed.entrySet()
			.stream()
			.anyMatch((entry) -> !this.hidden.containsKey(entry.getKey())
					&& entry.getValue().stream().anyMatch(TimedMethod::justifiesProxy));
	}

	/**
	 * Returns whether calls of a proxy reach its target. The target of a client or a
	 * repository has no such methods: the advice of the proxy answers them.
	 * @param target class of the target, or {@code null} if there is none
	 */
	boolean isBehind(@Nullable Class<?> target) {
		return target != null && (!this.type.isInterface() || this.type.isAssignableFrom(target));
	}

	/**
	 * Returns whether there are timed parts at a place.
	 */
	boolean has(Place place) {
		return this.timed.keySet().stream().anyMatch((method) -> !at(place, method).isEmpty());
	}

	/**
	 * Returns the timed parts of a method at a place.
	 * @return the parts, the outermost first
	 */
	List<TimedMethod> at(Place place, Method method) {
		if (isEmpty()) {
			return List.of();
		}
		Map<Place, List<TimedMethod>> places = this.reached.get(method);
		if (places == null) {
			places = places(method);
			this.reached.put(method, places);
		}
		return places.getOrDefault(place, List.of());
	}

	private Map<Place, List<TimedMethod>> places(Method method) {
		Method specific = specific(method);
		List<TimedMethod> found = (this.hidden.containsKey(specific)) ? List.of() : all(specific);
		Map<Place, List<TimedMethod>> places = new EnumMap<>(Place.class);
		for (Place place : Place.values()) {
			places.put(place, found.stream().filter((timed) -> timed.place() == place).toList());
		}
		if (job(specific) != null && !found.isEmpty()) {
			places.put(Place.BODY, List.of(ReachedBody.INSTANCE));
		}
		return places;
	}

	/**
	 * Returns whether a proxy records a method as a job.
	 */
	boolean reaches(Method method) {
		return !at(Place.BODY, method).isEmpty();
	}

	/**
	 * Returns the job of a method, whether or not a proxy reaches the method.
	 */
	@Nullable RecordedMethod job(Method method) {
		for (TimedMethod timed : all(specific(method))) {
			if (timed instanceof RecordedMethod recorded && recorded.isJob()) {
				return recorded;
			}
		}
		return null;
	}

	/**
	 * Returns whether a proxy records a method of a name as a job.
	 * @param name the name, or {@code null} for any
	 */
	boolean reachesJob(@Nullable String name) {
		return this.timed.keySet()
			.stream()
			.anyMatch((method) -> (name == null || method.getName().equals(name)) && reaches(method));
	}

	/**
	 * Notes a method that is not recorded, because its bean has no advice.
	 */
	void unrecorded(Method method) {
		this.unrecorded.add(method);
	}

	/**
	 * Registers recorded methods before their first call.
	 */
	void prepare() {
		for (Map.Entry<Method, List<TimedMethod>> method : this.timed.entrySet()) {
			if (!this.unrecorded.contains(method.getKey())) {
				prepare(method.getValue());
			}
		}
	}

	private static void prepare(List<TimedMethod> found) {
		for (TimedMethod timed : found) {
			if (timed instanceof RecordedMethod recorded && recorded.isExpected()) {
				recorded.operation();
			}
		}
	}

	private List<TimedMethod> all(Method specific) {
		return this.timed.getOrDefault(specific, List.of());
	}

	private Method specific(Method method) {
		return (this.timed.containsKey(method)) ? method : AopUtils.getMostSpecificMethod(method, this.type);
	}

	Map<Method, List<TimedMethod>> methods() {
		return this.timed;
	}

	/**
	 * Returns the methods that no class proxy reaches, with the reason.
	 */
	Map<Method, String> hidden() {
		return this.hidden;
	}

	String name(Method method) {
		return ClassUtils.getShortName(this.type) + "." + method.getName();
	}

}
