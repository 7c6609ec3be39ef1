package dev.telemetry.autoconfigure.job;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryNoopAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.job.BeanShapes.Work;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the shape of a bean, it does with telemetry what it does without. Those that a
 * class proxy would break have none, and are named.
 */
class BeanShapesTests {

	private static final String SAFE = "";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryRecorderAutoConfiguration.class,
					TelemetryJobAutoConfiguration.class, TelemetryNoopAutoConfiguration.class));

	static Stream<Arguments> shapesThatAProxyDoesNotChange() {
		return Stream.of(shape(BeanShapes.Plain.class, BeanShapes.Plain::new, Object::toString, SAFE),
				shape(BeanShapes.InjectedField.class, BeanShapes.InjectedField::new, Object::toString, SAFE),
				shape(BeanShapes.InnerClass.class, BeanShapes.InnerClass::new, Object::toString, SAFE),
				shape(BeanShapes.StatelessFinalMethod.class, BeanShapes.StatelessFinalMethod::new,
						BeanShapes.StatelessFinalMethod::greet, SAFE),
				shape(BeanShapes.PrivateLifecycle.class, BeanShapes.PrivateLifecycle::new, Object::toString, SAFE),
				shape(BeanShapes.PackagePrivateListener.class, BeanShapes.PackagePrivateListener::new, Object::toString,
						SAFE),
				shape(BeanShapes.PackagePrivateConstructor.class, BeanShapes.PackagePrivateConstructor::new,
						Object::toString, SAFE),
				shape(BeanShapes.ProtectedConstructor.class, BeanShapes.ProtectedConstructor::new, Object::toString,
						SAFE),
				shape(BeanShapes.NonSealedClass.class, BeanShapes.NonSealedClass::new, Object::toString, SAFE),
				shape(BeanShapes.OnClass.class, BeanShapes.OnClass::new, Object::toString, SAFE));
	}

	static Stream<Arguments> shapesThatAProxyWouldBreak() {
		return Stream.of(
				shape(BeanShapes.PrivateListener.class, BeanShapes.PrivateListener::new, Object::toString,
						"private method on"),
				shape(BeanShapes.FinalListener.class, BeanShapes.FinalListener::new, Object::toString,
						"method on that a proxy cannot override"),
				shape(BeanShapes.FinalMethod.class, BeanShapes.FinalMethod::new, BeanShapes.FinalMethod::greet,
						"method greet that a proxy cannot override"),
				shape(BeanShapes.FinalMethodThatCallsAPrivateOne.class, BeanShapes.FinalMethodThatCallsAPrivateOne::new,
						BeanShapes.FinalMethodThatCallsAPrivateOne::greet, "method greet"),
				shape(BeanShapes.FinalMethodWithALambda.class, BeanShapes.FinalMethodWithALambda::new,
						(bean) -> bean.greet().get(), "method greet"),
				shape(BeanShapes.FinalMethodThatCallsSuper.class, BeanShapes.FinalMethodThatCallsSuper::new,
						BeanShapes.FinalMethodThatCallsSuper::greet, "method greet"),
				shape(BeanShapes.FinalMethodThatLocks.class, BeanShapes.FinalMethodThatLocks::new,
						BeanShapes.FinalMethodThatLocks::locks, "method locks"),
				shape(BeanShapes.FinalMethodWithAnInnerObject.class, BeanShapes.FinalMethodWithAnInnerObject::new,
						(bean) -> bean.greet().toString(), "method greet"),
				shape(BeanShapes.InheritedFinalMethod.class, BeanShapes.InheritedFinalMethod::new,
						(bean) -> bean.getApplicationContext() != null, "that a proxy cannot override"),
				shape(BeanShapes.PublicField.class, BeanShapes.PublicField::new, (bean) -> bean.name,
						"visible field name"),
				shape(BeanShapes.FieldThatOthersRead.class, BeanShapes.FieldThatOthersRead::new, (bean) -> bean.name,
						"another class uses name"),
				shape(BeanShapes.PrivateFieldThatOthersRead.class, BeanShapes.PrivateFieldThatOthersRead::new,
						BeanShapes.PrivateFieldThatOthersRead::nameOf, "another class uses name"),
				shape(BeanShapes.PrivateMethodThatOthersCall.class, BeanShapes.PrivateMethodThatOthersCall::new,
						new BeanShapes.PrivateMethodThatOthersCall.Caller()::call, "another class uses secret"));
	}

	static Stream<Arguments> classesThatAProxyWouldBreak() {
		return Stream.of(
				shape(BeanShapes.FinalAccessors.class, BeanShapes.FinalAccessors::new,
						BeanShapes.FinalAccessors::getRuns, "method getRuns"),
				shape(BeanShapes.FinalWork.class, BeanShapes.FinalWork::new, Object::toString, "it is final"),
				shape(BeanShapes.FinalClass.class, BeanShapes.FinalClass::new, Object::toString, "its class is final"),
				shape(BeanShapes.SealedClass.class, BeanShapes.SealedClass::new, Object::toString,
						"its class is sealed"),
				shape(BeanShapes.RecordClass.class, () -> new BeanShapes.RecordClass(new AtomicInteger()),
						Object::toString, "its class is final"),
				shape(BeanShapes.PrivateConstructor.class, BeanShapes.PrivateConstructor::create, Object::toString,
						"constructors of its class are private"),
				shape(BeanShapes.OwnEquals.class, BeanShapes.OwnEquals::new,
						(bean) -> bean.equals(new BeanShapes.OwnEquals()), "equals of its own"),
				shape(BeanShapes.JdkState.class, BeanShapes.JdkState::new, Object::toString, "visible field"));
	}

	private static <T extends Work> Arguments shape(Class<? extends T> type, Supplier<T> bean,
			Function<T, Object> behaviour, String problem) {
		Function<ApplicationContext, Object> seen = (context) -> {
			T shape = context.getBean(type);
			shape.work();
			return behaviour.apply(shape);
		};
		return Arguments.argumentSet(type.getSimpleName(), type, bean, seen, problem);
	}

	@Test
	void aBeanThatIsInjectedByItsClassGetsNoProxyOfInterfaces() {
		this.runner.withBean(BeanShapes.Plain.class, BeanShapes.Plain::new)
			.withBean(Consumer.class)
			.withPropertyValues("telemetry.enabled=true", "spring.aop.proxy-target-class=false")
			.run((context) -> {
				BeanShapes.Plain injected = context.getBean(Consumer.class).plain();
				assertThat(AopUtils.isCglibProxy(injected)).isTrue();
			});
	}

	@ParameterizedTest
	@MethodSource({ "shapesThatAProxyDoesNotChange", "shapesThatAProxyWouldBreak", "classesThatAProxyWouldBreak" })
	<T> void aBeanDoesWhatItDoesWithoutTelemetry(Class<T> type, Supplier<T> bean,
			Function<ApplicationContext, Object> behaviour, String problem) {
		Object[] off = new Object[1];
		this.runner.withBean(type, bean).run((context) -> off[0] = behaviour.apply(context));
		for (String proxyTargetClass : new String[] { "true", "false" }) {
			this.runner.withBean(type, bean)
				.withPropertyValues("telemetry.enabled=true", "spring.aop.proxy-target-class=" + proxyTargetClass)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(behaviour.apply(context)).isEqualTo(off[0]);
					assertThat(AopUtils.isAopProxy(context.getBean(type))).isEqualTo(problem.isEmpty());
					String said = context.getBean(TimedMethodProblems.class).problem();
					if (problem.isEmpty()) {
						assertThat(said).isNull();
					}
					else {
						assertThat(said).contains(problem);
					}
				});
		}
	}

	record Consumer(BeanShapes.Plain plain) {

	}

}
