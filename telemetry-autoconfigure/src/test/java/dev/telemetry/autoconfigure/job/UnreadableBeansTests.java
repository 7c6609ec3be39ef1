package dev.telemetry.autoconfigure.job;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.OverridingClassLoader;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TimedJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Beans whose methods cannot all be looked at or opened work as without telemetry.
 */
class UnreadableBeansTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theApplicationStarts(boolean on) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--telemetry.enabled=" + on, "--telemetry.otel.exporter=none")) {
			assertThat(context.getBean("client")).hasToString("it works");
		}
	}

	@Test
	void aBeanMayInheritMethodsOfTheJdkThatCannotBeOpened() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, Worker.class)
			.web(WebApplicationType.NONE)
			.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none")) {
			assertThat(context.getBean(Worker.class).work()).isEqualTo("works");
		}
	}

	@Test
	void anAnnotatedMethodMayNameAMissingClassInATypeArgument() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, Generic.class)
			.web(WebApplicationType.NONE)
			.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none")) {
			assertThat(context.getBean("generic")).hasToString("it works");
			assertThat(context.getBean(InternalFailures.class).count()).isOne();
		}
	}

	@Test
	void theMethodsOfTheBeanCannotBeLookedAt() throws Exception {
		Class<?> type = new WithoutMissing(Client.class).loadClass(Client.class.getName());
		assertThat(type).isNotEqualTo(Client.class);
		assertThatIllegalStateException().isThrownBy(() -> ReflectionUtils.getDeclaredMethods(type))
			.withCauseInstanceOf(LinkageError.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

		@Bean
		FactoryBean<Object> client() {
			return new WithoutMissing(Client.class).factory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Generic {

		@Bean
		FactoryBean<Object> generic() {
			return new WithoutMissing(GenericClient.class).factory();
		}

	}

	public static class GenericClient {

		@TimedJob
		public List<Missing> find() {
			return List.of();
		}

		@Override
		public String toString() {
			return "it works";
		}

	}

	public static class Client {

		public void send(Missing missing) {
		}

		@Override
		public String toString() {
			return "it works";
		}

	}

	public static class Worker extends ThreadLocal<String> {

		@TimedJob(queue = "q", type = "inherits")
		public String work() {
			return "works";
		}

	}

	public static class Missing {

	}

	private static final class WithoutMissing extends OverridingClassLoader {

		private final String client;

		WithoutMissing(Class<?> client) {
			super(UnreadableBeansTests.class.getClassLoader());
			this.client = client.getName();
		}

		FactoryBean<Object> factory() {
			return new FactoryBean<>() {

				@Override
				public Object getObject() throws Exception {
					return loadClass(WithoutMissing.this.client).getDeclaredConstructor().newInstance();
				}

				@Override
				public Class<?> getObjectType() {
					return Object.class;
				}

			};
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.equals(this.client) || className.equals(Missing.class.getName());
		}

		@Override
		protected Class<?> loadClassForOverriding(String name) throws ClassNotFoundException {
			if (name.equals(Missing.class.getName())) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClassForOverriding(name);
		}

	}

}
