package dev.telemetry.autoconfigure.job;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryNoopAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring finds by reflection works as it does without telemetry: handlers of
 * requests and scheduled methods.
 */
class HandlerShapesTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryRecorderAutoConfiguration.class,
						TelemetryJobAutoConfiguration.class, TelemetryNoopAutoConfiguration.class))
		.withUserConfiguration(Infrastructure.class);

	@ParameterizedTest
	@ValueSource(classes = { HandlerShapes.PackagePrivateHandler.class, HandlerShapes.PackagePrivateScheduled.class,
			HandlerShapes.FullConfiguration.class })
	void aBeanThatAProxyDoesNotChangeHasOne(Class<? extends HandlerShapes.Shape> type) {
		assertSameBehaviour(type, true);
	}

	@ParameterizedTest
	@ValueSource(classes = { HandlerShapes.PrivateHandler.class, HandlerShapes.FinalHandler.class,
			HandlerShapes.PrivateModel.class, HandlerShapes.FinalExceptionHandler.class,
			HandlerShapes.PrivateScheduled.class, HandlerShapes.FinalScheduled.class })
	void aBeanThatAProxyWouldBreakIsLeftAloneAndNamed(Class<? extends HandlerShapes.Shape> type) {
		assertSameBehaviour(type, false);
	}

	private void assertSameBehaviour(Class<? extends HandlerShapes.Shape> type, boolean proxied) {
		String[] off = new String[1];
		this.runner.withBean(type).run((context) -> off[0] = behaviour(context, type));
		this.runner.withBean(type).withPropertyValues("telemetry.enabled=true").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(behaviour(context, type)).isEqualTo(off[0]).isNotBlank();
			assertThat(AopUtils.isAopProxy(context.getBean(type))).isEqualTo(proxied);
			String problem = context.getBean(TimedMethodProblems.class).problem();
			if (proxied) {
				assertThat(problem).isNull();
			}
			else {
				assertThat(problem).contains(type.getSimpleName() + ".work");
			}
		});
	}

	private static String behaviour(WebApplicationContext context, Class<? extends HandlerShapes.Shape> type)
			throws Exception {
		HandlerShapes.Shape shape = context.getBean(type);
		shape.work();
		String response = MockMvcTester.from(context).get().uri("/").exchange().getResponse().getContentAsString();
		context.getBean(ScheduledTaskHolder.class)
			.getScheduledTasks()
			.forEach((task) -> task.getTask().getRunnable().run());
		return response + " " + shape;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@EnableWebMvc
	static class Infrastructure {

	}

}
