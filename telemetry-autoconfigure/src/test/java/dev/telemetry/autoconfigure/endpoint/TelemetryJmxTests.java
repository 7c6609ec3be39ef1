package dev.telemetry.autoconfigure.endpoint;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.sampling.SamplingControl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoint over JMX, as Spring Boot exposes endpoints.
 */
class TelemetryJmxTests {

	private static final String DOMAIN = "telemetry.jmx.tests";

	private static final String TEXT = String.class.getName();

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
				TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
				TelemetryRecorderAutoConfiguration.class, TelemetryControlAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				JmxAutoConfiguration.class, EndpointAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=console", "spring.jmx.enabled=true",
				"management.endpoints.jmx.domain=" + DOMAIN, "management.endpoints.jmx.exposure.include=telemetry");

	@Test
	void readsChangesAndTakesBack() {
		this.runner.withPropertyValues("management.endpoint.telemetry.access=unrestricted").run((context) -> {
			SamplingControl control = context.getBean(SamplingControl.class);
			assertThat(call("section", "sampling")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("ratioBy", "configuration");
			assertThat(call("change", "sampling.ratio", "0.5", "15m")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.extractingByKey("changed")
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.singleElement()
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("by", "JMX")
				.containsEntry("value", "0.5");
			assertThat(control.settings().ratio().value()).isEqualTo(0.5);
			assertThat(call("section", "sampling")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("ratioBy", "override of JMX");
			call("change", "events.exclude", "cache.*", null);
			call("resetOne", "sampling.ratio");
			assertThat(control.isOverridden()).isFalse();
			assertThat(call("reset")).asInstanceOf(InstanceOfAssertFactories.MAP).containsEntry("overrides", List.of());
		});
	}

	@Test
	void whatMakesNoSenseIsRefusedWithWhatIsAllowed() {
		this.runner.withPropertyValues("management.endpoint.telemetry.access=unrestricted").run((context) -> {
			assertThatExceptionOfType(ReflectionException.class)
				.isThrownBy(() -> call("change", "sampling.ratio", "much", null))
				.withMessage("'value' makes no sense. Allowed: a number from 0.0 to 1.0");
			assertThatExceptionOfType(ReflectionException.class).isThrownBy(() -> call("resetOne", "sampling.ratoi"))
				.withMessageContaining("Allowed: sampling.ratio, ");
			assertThat(context.getBean(SamplingControl.class).isOverridden()).isFalse();
		});
	}

	@Test
	void canOnlyBeReadUntilItsAccessSaysOtherwise() {
		this.runner.run((context) -> {
			assertThat(Arrays.stream(this.server.getMBeanInfo(name()).getOperations()).map(MBeanOperationInfo::getName))
				.containsExactlyInAnyOrder("read", "section");
			assertThat(call("read")).asInstanceOf(InstanceOfAssertFactories.MAP).containsKeys("switch", "sampling");
			assertThatExceptionOfType(JMException.class).isThrownBy(() -> call("reset"));
		});
	}

	private Object call(String operation, Object... arguments) throws JMException {
		String[] types = new String[arguments.length];
		Arrays.fill(types, TEXT);
		return this.server.invoke(name(), operation, arguments, types);
	}

	private static ObjectName name() throws JMException {
		return ObjectName.getInstance(DOMAIN + ":type=Endpoint,name=Telemetry");
	}

}
