package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;

import dev.telemetry.autoconfigure.StartupCheck;

/**
 * Collects annotated methods that are not recorded, or not as expected, for one line at
 * start. Thread safe.
 */
final class TimedMethodProblems implements StartupCheck {

	private final ProxySafety safety = new ProxySafety();

	private final ConcurrentMap<Class<?>, String> ofProxies = new ConcurrentHashMap<>();

	private final SortedMap<String, String> unrecorded = new ConcurrentSkipListMap<>();

	private final SortedMap<String, String> schedulers = new ConcurrentSkipListMap<>();

	private final ConcurrentMap<String, Set<String>> beans = new ConcurrentHashMap<>();

	/**
	 * Returns why a class proxy of a bean would not be safe.
	 * @return the problem, or {@code null} if there is none
	 */
	@Nullable String ofProxy(Class<?> beanClass) {
		String problem = this.ofProxies.computeIfAbsent(beanClass, (type) -> {
			String found = this.safety.problem(type);
			return (found != null) ? found : "";
		});
		return (problem.isEmpty()) ? null : problem;
	}

	/**
	 * Notes a bean with timed methods.
	 */
	void seen(TimedClass timed, String beanName) {
		timed.hidden().forEach((method, reason) -> note(timed, method, reason));
		timed.methods().forEach((method, all) -> {
			if (all.stream().anyMatch((each) -> each instanceof RecordedMethod recorded && !recorded.canBeRecorded())) {
				note(timed, method,
						"no other publisher can be returned for its " + method.getReturnType().getSimpleName());
			}
			RecordedMethod job = timed.job(method);
			if (job != null && job.isNamedByMethod()) {
				this.beans.computeIfAbsent(timed.name(method), (name) -> ConcurrentHashMap.newKeySet()).add(beanName);
			}
		});
	}

	/**
	 * Notes a bean that has no advice of telemetry.
	 */
	void leftAlone(TimedClass timed, String reason) {
		timed.methods().keySet().forEach((method) -> note(timed, method, reason));
	}

	/**
	 * Notes a scheduler whose tasks are not recorded.
	 */
	void schedulerLeftAlone(String beanName, String reason) {
		this.schedulers.put(beanName, reason);
	}

	/**
	 * Notes methods that a proxy of interfaces does not expose.
	 */
	void reached(TimedClass timed, Advised advised) {
		if (!advised.isProxyTargetClass()) {
			timed.methods().keySet().forEach((method) -> {
				if (!isInInterface(method, advised.getProxiedInterfaces())) {
					note(timed, method, "it is in no interface of its proxy");
				}
			});
		}
	}

	private static boolean isInInterface(Method method, Class<?>[] interfaces) {
		for (Class<?> type : interfaces) {
			for (Method candidate : type.getMethods()) {
				if (candidate.getName().equals(method.getName())
						&& candidate.getParameterCount() == method.getParameterCount()) {
					return true;
				}
			}
		}
		return false;
	}

	private void note(TimedClass timed, Method method, String reason) {
		RecordedMethod job = timed.job(method);
		boolean expected = timed.methods()
			.getOrDefault(method, List.of())
			.stream()
			.anyMatch(TimedMethod::justifiesProxy);
		if (expected && (job == null || !job.isObserved())) {
			this.unrecorded.putIfAbsent(timed.name(method), reason);
			timed.unrecorded(method);
		}
	}

	@Override
	public @Nullable String problem() {
		List<String> problems = new ArrayList<>();
		if (!this.unrecorded.isEmpty()) {
			problems.add("These methods are not recorded, because no proxy reaches them or one could break their bean: "
					+ listed(this.unrecorded) + ". Change that, or record them in code with TelemetryRecorder.");
		}
		if (!this.schedulers.isEmpty()) {
			problems.add("What code gives to these schedulers is not recorded, because a proxy could break them: "
					+ listed(this.schedulers) + ". Record it in code with TelemetryRecorder.");
		}
		String shared = shared();
		if (!shared.isEmpty()) {
			problems.add("These methods are one job each, although several beans have them: " + shared
					+ ". To tell the beans apart, record them in code with TelemetryRecorder.");
		}
		return (problems.isEmpty()) ? null : String.join(" ", problems);
	}

	private static String listed(Map<String, String> reasons) {
		return reasons.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " (" + entry.getValue() + ")")
			.collect(Collectors.joining(", "));
	}

	private String shared() {
		StringJoiner shared = new StringJoiner(", ");
		for (Map.Entry<String, Set<String>> method : new TreeMap<>(this.beans).entrySet()) {
			if (method.getValue().size() > 1) {
				shared.add(method.getKey() + " (" + String.join(", ", new TreeSet<>(method.getValue())) + ")");
			}
		}
		return shared.toString();
	}

}
