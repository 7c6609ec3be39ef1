package dev.telemetry.autoconfigure.quartz;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.utils.Key;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.record.TimedJob;

/**
 * Names of Quartz jobs: those of the annotation, if there is one, or else the queue
 * {@code quartz} and the key of the job. A generated key has no meaningful name, so the
 * class is the name then. Thread safe.
 */
final class QuartzJobNames {

	private static final String QUEUE = "quartz";

	private static final Pattern MADE_UP = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	/** Maximum number of jobs with an annotation that are remembered. */
	private static final int MAX_KNOWN = 1_000;

	private final Environment environment;

	private final ConcurrentMap<Class<?>, Annotated> annotated = new ConcurrentHashMap<>();

	// Two classes with the same short name differ by their packages.
	private final ConcurrentMap<String, String> classes = new ConcurrentHashMap<>();

	// Classes of jobs with an annotation, because a trigger does not know the class.
	private final ConcurrentMap<JobKey, Class<?>> known = new ConcurrentHashMap<>();

	QuartzJobNames(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Returns the name of a job.
	 * @param key key of the job
	 * @param type class of the job
	 */
	Name of(JobKey key, Class<?> type) {
		see(key, type);
		Annotated annotated = annotated(type);
		TimedJob job = annotated.job();
		if (job == null) {
			return new Name(QUEUE, (isMadeUp(key)) ? unique(type) : name(key));
		}
		String name = this.environment.resolvePlaceholders(job.type());
		return new Name(this.environment.resolvePlaceholders(job.queue()),
				(name.isEmpty()) ? unique(type) + "." + annotated.method() : name);
	}

	/**
	 * Notes the class of a job, for its trigger.
	 * @param key key of the job
	 * @param type class of the job
	 */
	void see(JobKey key, Class<?> type) {
		if (annotated(type).job() != null && this.known.size() < MAX_KNOWN) {
			this.known.putIfAbsent(key, type);
		}
	}

	private String unique(Class<?> type) {
		String name = ClassUtils.getShortName(type);
		String known = this.classes.putIfAbsent(name, type.getName());
		return (known == null || known.equals(type.getName())) ? name : type.getName();
	}

	/**
	 * Returns the name of a job whose class is known only if it was noted.
	 * @param key key of the job
	 * @return the name, or {@code null} if there is none in the key
	 */
	@Nullable Name of(JobKey key) {
		Class<?> type = this.known.get(key);
		if (type != null) {
			return of(key, type);
		}
		return (isMadeUp(key)) ? null : new Name(QUEUE, name(key));
	}

	/**
	 * Returns whether a job has the annotation on a method that a proxy around the job
	 * reaches.
	 */
	boolean isAnnotatedForProxies(Class<?> type) {
		return annotated(type).forProxies();
	}

	private Annotated annotated(Class<?> type) {
		return this.annotated.computeIfAbsent(type, QuartzJobNames::find);
	}

	private static Annotated find(Class<?> type) {
		for (String name : List.of("execute", "executeInternal")) {
			Method method = ReflectionUtils.findMethod(type, name, JobExecutionContext.class);
			TimedJob job = (method != null) ? annotation(method, type) : null;
			if (method != null && job != null) {
				return new Annotated(job, name, !Modifier.isFinal(method.getModifiers()));
			}
		}
		return new Annotated(null, "", false);
	}

	// An annotation of a class applies to its public methods.
	private static @Nullable TimedJob annotation(Method method, Class<?> type) {
		TimedJob job = AnnotatedElementUtils.findMergedAnnotation(method, TimedJob.class);
		return (job != null || !Modifier.isPublic(method.getModifiers())) ? job
				: AnnotatedElementUtils.findMergedAnnotation(type, TimedJob.class);
	}

	private static boolean isMadeUp(JobKey key) {
		return MADE_UP.matcher(key.getName()).find();
	}

	private static String name(JobKey key) {
		return (Key.DEFAULT_GROUP.equals(key.getGroup())) ? key.getName() : key.getGroup() + "." + key.getName();
	}

	/**
	 * The names of a job.
	 *
	 * @param queue where the job comes from
	 * @param type what kind of job it is
	 */
	record Name(String queue, String type) {

	}

	private record Annotated(@Nullable TimedJob job, String method, boolean forProxies) {

	}

}
