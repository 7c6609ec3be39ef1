package dev.telemetry.autoconfigure.job;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.Type;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

/**
 * Analyzes the code of a class for members that a class proxy cannot override: methods
 * that are called on the proxy and use its empty fields, and fields that other classes of
 * the package read. For a single use.
 */
final class MemberUse {

	private final Class<?> type;

	private final List<Class<?>> hierarchy;

	private final Set<String> owners = new HashSet<>();

	/** Methods that are not overridden, by owner, name and descriptor. */
	private final Map<String, Method> fixed = new LinkedHashMap<>();

	private final Map<String, MemberReferences> code = new HashMap<>();

	MemberUse(Class<?> type, List<Class<?>> hierarchy) {
		this.type = type;
		this.hierarchy = hierarchy;
	}

	@Nullable String problem() throws IOException {
		for (Class<?> declaring : this.hierarchy) {
			this.owners.add(Type.getInternalName(declaring));
			for (Method method : declaring.getDeclaredMethods()) {
				if (!Modifier.isStatic(method.getModifiers()) && !isOverridable(method, this.type)) {
					this.fixed.put(key(method), method);
				}
			}
		}
		for (Map.Entry<String, Method> entry : this.fixed.entrySet()) {
			Method method = entry.getValue();
			if (!Modifier.isPrivate(method.getModifiers()) && usesState(entry.getKey())) {
				return "its class has the method " + method.getName() + " that a proxy cannot override";
			}
		}
		return problemOfOthers();
	}

	/**
	 * Returns whether a subclass in the package of a type can override a method.
	 */
	@SuppressWarnings("ReferenceEquality")
	static boolean isOverridable(Method method, Class<?> type) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers)) {
			return false;
		}
		Class<?> declaring = method.getDeclaringClass();
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)
				|| (declaring.getPackageName().equals(type.getPackageName())
						&& declaring.getClassLoader() == type.getClassLoader());
	}

	// Follows calls of methods that run on the proxy as well.
	private boolean usesState(String start) throws IOException {
		Deque<String> open = new ArrayDeque<>(List.of(start));
		Set<String> seen = new HashSet<>(open);
		while (!open.isEmpty()) {
			String next = open.remove();
			Method method = this.fixed.get(next);
			if (method == null || Modifier.isNative(method.getModifiers())) {
				return true;
			}
			for (MemberReferences.Reference reference : code(method.getDeclaringClass()).of(method)) {
				if (reference.isState(this.owners)) {
					return true;
				}
				String called = declared(reference);
				if (called != null && seen.add(called)) {
					open.add(called);
				}
			}
		}
		return false;
	}

	// The owner in the code is the type of the reference, and not the class that declares
	// the member.
	private @Nullable String declared(MemberReferences.Reference reference) {
		if (this.owners.contains(reference.owner())) {
			for (Class<?> declaring : this.hierarchy) {
				String key = Type.getInternalName(declaring) + "." + reference.member();
				if (this.fixed.containsKey(key)) {
					return key;
				}
			}
			if (reference.isSuper()) {
				return reference.owner() + "." + reference.member();
			}
		}
		return null;
	}

	private @Nullable String problemOfOthers() throws IOException {
		for (Class<?> declaring : this.hierarchy) {
			Set<String> members = new HashSet<>();
			Set<String> visible = new HashSet<>();
			for (Field field : declaring.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
					(Modifier.isPrivate(field.getModifiers()) ? members : visible).add(field.getName());
				}
			}
			for (Map.Entry<String, Method> entry : this.fixed.entrySet()) {
				Method method = entry.getValue();
				if (method.getDeclaringClass() == declaring && Modifier.isPrivate(method.getModifiers())
						&& !method.isSynthetic() && usesState(entry.getKey())) {
					members.add(entry.getKey().substring(entry.getKey().indexOf('.') + 1));
				}
			}
			members.addAll(visible);
			String found = usedByOthers(declaring, members, !visible.isEmpty());
			if (found != null) {
				return "another class uses " + found + " of its class";
			}
		}
		return null;
	}

	// Private members are visible within the outermost class, others in the package.
	private @Nullable String usedByOthers(Class<?> declaring, Set<String> members, boolean inPackage)
			throws IOException {
		if (members.isEmpty() || declaring.getClassLoader() == null) {
			return null;
		}
		String host = ClassUtils.getShortName(declaring.getNestHost());
		String folder = ClassUtils.convertClassNameToResourcePath(declaring.getPackageName());
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(
				declaring.getClassLoader());
		String files = "classpath*:" + folder + "/" + ((inPackage) ? "" : host) + "*.class";
		for (Resource resource : resolver.getResources(files)) {
			String file = String.valueOf(resource.getFilename());
			String found = (inPackage || file.equals(host + ".class") || file.startsWith(host + "$"))
					? use(resource, members) : null;
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private @Nullable String use(Resource resource, Set<String> members) throws IOException {
		try (InputStream stream = resource.getInputStream()) {
			ClassReader reader = new ClassReader(stream);
			return (this.owners.contains(reader.getClassName())) ? null
					: MemberReferences.read(reader).use(this.owners, members);
		}
	}

	private MemberReferences code(Class<?> owner) throws IOException {
		MemberReferences known = this.code.get(owner.getName());
		if (known == null) {
			try (InputStream stream = owner.getResourceAsStream(ClassUtils.getClassFileName(owner))) {
				if (stream == null) {
					throw new IOException("No class file of " + owner.getName());
				}
				known = MemberReferences.read(new ClassReader(stream));
				this.code.put(owner.getName(), known);
			}
		}
		return known;
	}

	private static String key(Method method) {
		return Type.getInternalName(method.getDeclaringClass()) + "." + method.getName()
				+ Type.getMethodDescriptor(method);
	}

}
