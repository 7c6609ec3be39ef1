package dev.telemetry.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each class that looks for something by its name: in a native image only that is found
 * which there is a hint for.
 */
class ReflectiveCallsTests {

	private static final String HINT = "RuntimeHintsTests";

	private static final String BY_SPRING = "beans, whose classes Spring registers";

	private static final String NOT_IN_AN_IMAGE = "not done in a native image";

	private static final String NAMED_OTHERWISE = "a job of Quartz without its annotation has the name of its key";

	private static final String OF_THE_CONFIGURATION = "tested with its configuration";

	private static final Map<String, String> KNOWN = new TreeMap<>(Map.ofEntries(Map.entry("BootTracing", HINT),
			Map.entry("ClassPreloader", NOT_IN_AN_IMAGE), Map.entry("ForeignTracing", HINT),
			Map.entry("LogCaptures", HINT), Map.entry("MetricsCheck", HINT), Map.entry("MetricsExposure", HINT),
			Map.entry("RequiredJars", HINT), Map.entry("ResourceDefaults", HINT),
			Map.entry("TelemetryEnvironmentPostProcessor", HINT), Map.entry("TracingProbe", HINT),
			Map.entry("batch.BatchFields", HINT), Map.entry("client.RecordedHttpClient", HINT),
			Map.entry("context.TaskContext", OF_THE_CONFIGURATION), Map.entry("export.ExportRuntimeHints", HINT),
			Map.entry("export.QuietExporters", HINT), Map.entry("export.SpanExporterFactory", HINT),
			Map.entry("job.FailedRunHandlers", OF_THE_CONFIGURATION), Map.entry("job.MemberUse", NOT_IN_AN_IMAGE),
			Map.entry("job.MethodResult", HINT), Map.entry("job.ProxySafety", NOT_IN_AN_IMAGE),
			Map.entry("job.ScheduledTasks", HINT), Map.entry("job.TaskOrigin", HINT),
			Map.entry("job.TaskSchedulerProxies", NOT_IN_AN_IMAGE), Map.entry("job.TimedAnnotations", BY_SPRING),
			Map.entry("job.TimedMethodProblems", BY_SPRING), Map.entry("messaging.KafkaPostProcessor", HINT),
			Map.entry("messaging.PrivateField", HINT), Map.entry("observation.ObservationScopes", HINT),
			Map.entry("observation.SpanObservation", HINT), Map.entry("property.KnownProperties", HINT),
			Map.entry("quartz.QuartzJobNames", NAMED_OTHERWISE), Map.entry("viewer.ViewerPage", HINT),
			Map.entry("web.MatchedPattern", HINT), Map.entry("web.OnServerObservationUnchangedCondition", HINT),
			Map.entry("web.UntracedPathsMapper", HINT)));

	private static final Set<String> OF_CLASSES = Set.of("forName", "getDeclaredField", "getDeclaredFields", "getField",
			"getFields", "getDeclaredMethod", "getDeclaredMethods", "getMethod", "getMethods", "getDeclaredConstructor",
			"getDeclaredConstructors", "getConstructor", "getResource", "getResourceAsStream", "getResources",
			"loadClass");

	private static final Map<String, Set<String>> REFLECTIVE = Map.of("java.lang.Class", OF_CLASSES,
			"java.lang.ClassLoader", OF_CLASSES, "java.util.ServiceLoader", Set.of("load"), "java.lang.reflect.Proxy",
			Set.of("newProxyInstance"), "java.lang.invoke.MethodHandles$Lookup",
			Set.of("findVirtual", "findStatic", "findVarHandle", "unreflectConstructor", "unreflect"),
			"org.springframework.util.ClassUtils", Set.of("isPresent", "forName", "resolveClassName"),
			"org.springframework.util.ReflectionUtils",
			Set.of("findField", "findMethod", "getDeclaredMethods", "doWithMethods", "doWithFields"));

	@Test
	void whoeverReflectsIsKnown() {
		JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
		Set<String> found = new TreeSet<>();
		classes.forEach((type) -> type.getMethodCallsFromSelf()
			.stream()
			.filter(ReflectiveCallsTests::isReflective)
			.forEach((call) -> found.add(name(call))));
		assertThat(found).containsExactlyElementsOf(KNOWN.keySet());
	}

	private static boolean isReflective(JavaMethodCall call) {
		return REFLECTIVE.getOrDefault(call.getTargetOwner().getName(), Set.of()).contains(call.getTarget().getName());
	}

	private static String name(JavaMethodCall call) {
		String name = call.getOriginOwner().getName().substring("dev.telemetry.autoconfigure.".length());
		return (name.indexOf('$') < 0) ? name : name.substring(0, name.indexOf('$'));
	}

}
