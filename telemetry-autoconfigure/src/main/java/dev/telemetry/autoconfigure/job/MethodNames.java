package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;

/**
 * Names of methods. Each name has as much of the class and the parameters as makes it
 * unique within a group. An assigned name stays, so later names have to differ from it.
 * Thread safe.
 */
final class MethodNames {

	private final Map<String, Group> groups = new ConcurrentHashMap<>();

	/**
	 * Adds a job, whose name begins with that of its class.
	 */
	void addJob(String queue, Class<?> type, Method method) {
		group(queue).add(new Named(type, method, false));
	}

	/**
	 * Adds a call, whose name is that of its method if possible.
	 */
	void addCall(String service, Class<?> type, Method method) {
		group(service).add(new Named(type, method, true));
	}

	/**
	 * Returns the name of a method.
	 * @param group queue or service
	 */
	String job(String group, Class<?> type, Method method) {
		return group(group).name(new Named(type, method, false));
	}

	/**
	 * Returns the name of a method that calls a service.
	 */
	String call(String service, Class<?> type, Method method) {
		return group(service).name(new Named(type, method, true));
	}

	private Group group(String name) {
		return this.groups.computeIfAbsent(name, (key) -> new Group());
	}

	private record Named(Class<?> type, Method method, boolean call) {

		/**
		 * Returns the possible names of the method, the shortest first. The last names of
		 * all methods differ.
		 */
		List<String> names() {
			String parameters = Arrays.stream(this.method.getParameterTypes())
				.map(Class::getSimpleName)
				.collect(Collectors.joining(",", "(", ")"));
			String name = ClassUtils.getShortName(this.type) + "." + this.method.getName();
			String full = this.type.getName() + "." + this.method.getName();
			return List.of((this.call) ? this.method.getName() : name, (this.call) ? name : name + parameters,
					name + parameters, full, full + parameters);
		}

	}

	private static final class Group {

		private final Set<Named> all = ConcurrentHashMap.newKeySet();

		private final Map<Named, String> given = new ConcurrentHashMap<>();

		void add(Named named) {
			this.all.add(named);
		}

		String name(Named named) {
			add(named);
			String known = this.given.get(named);
			return (known != null) ? known : give(named);
		}

		private synchronized String give(Named named) {
			List<String> names = named.names();
			int level = 0;
			while (level < names.size() - 1 && isTaken(names, level, named)) {
				level++;
			}
			this.given.put(named, names.get(level));
			return names.get(level);
		}

		private boolean isTaken(List<String> names, int level, Named named) {
			String name = names.get(level);
			return this.given.containsValue(name) || this.all.stream()
				.anyMatch((other) -> !other.equals(named) && other.names().get(level).equals(name));
		}

	}

}
