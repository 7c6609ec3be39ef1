package dev.telemetry.autoconfigure.job;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.annotation.PostConstruct;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.ApplicationObjectSupport;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * Beans with an annotated method, and something that is different, or not, on a class
 * proxy. Each tells by {@code toString} what it has done.
 */
final class BeanShapes {

	private BeanShapes() {
	}

	/** A bean that can do its work. */
	interface Work {

		void work();

	}

	static class Plain implements Work {

		private final AtomicInteger runs = new AtomicInteger();

		@Override
		@TimedJob(queue = "shape")
		public void work() {
			this.runs.incrementAndGet();
		}

		@Override
		public String toString() {
			return "ran " + this.runs;
		}

	}

	static class InjectedField extends Plain {

		@Autowired
		ApplicationContext context;

		@Override
		@TimedJob(queue = "shape")
		public void work() {
			super.work();
			this.context.getId();
		}

	}

	static class InnerClass extends Plain {

		private int count;

		@Override
		@TimedJob(queue = "shape")
		public void work() {
			new Runnable() {
				@Override
				public void run() {
					InnerClass.this.count++;
				}
			}.run();
			super.work();
		}

	}

	static class StatelessFinalMethod extends Plain {

		final String greet() {
			return "hello " + toString();
		}

	}

	static class PrivateLifecycle extends Plain {

		private String state = "new";

		@PostConstruct
		private void init() {
			this.state = "ready";
		}

		@Override
		public String toString() {
			return this.state + super.toString();
		}

	}

	static class PackagePrivateListener extends Plain {

		private String heard = "nothing";

		@EventListener
		void on(ContextRefreshedEvent event) {
			this.heard = "refresh";
		}

		@Override
		public String toString() {
			return this.heard + super.toString();
		}

	}

	static class PackagePrivateConstructor extends Plain {

		PackagePrivateConstructor() {
		}

	}

	static class PrivateListener extends Plain {

		private String heard = "nothing";

		@EventListener
		private void on(ContextRefreshedEvent event) {
			this.heard = "refresh";
		}

		@Override
		public String toString() {
			return this.heard + super.toString();
		}

	}

	static class FinalListener extends Plain {

		private final AtomicInteger heard = new AtomicInteger();

		@EventListener
		final void on(ContextRefreshedEvent event) {
			this.heard.incrementAndGet();
		}

		@Override
		public String toString() {
			return this.heard + super.toString();
		}

	}

	static class FinalMethod extends Plain {

		private final String name = toString();

		final String greet() {
			return "hello " + this.name;
		}

	}

	static class FinalMethodThatCallsAPrivateOne extends Plain {

		private final Supplier<String> name = () -> "name";

		final String greet() {
			return secret();
		}

		private String secret() {
			return this.name.get();
		}

	}

	static class FinalMethodWithALambda extends Plain {

		private final String name = toString();

		final Supplier<String> greet() {
			return () -> this.name;
		}

	}

	static class FinalMethodThatCallsSuper extends Plain {

		final String greet() {
			return super.toString();
		}

	}

	static class FinalMethodThatLocks extends Plain {

		final synchronized boolean locks() {
			return Thread.holdsLock(this);
		}

	}

	static class FinalMethodWithAnInnerObject extends Plain {

		private final String name = toString();

		final Object greet() {
			return new Object() {
				@Override
				public String toString() {
					return FinalMethodWithAnInnerObject.this.name;
				}
			};
		}

	}

	static class InheritedFinalMethod extends ApplicationObjectSupport implements Work {

		@Override
		@TimedJob(queue = "shape")
		public void work() {
		}

	}

	static class PublicField extends Plain {

		public String name = toString();

	}

	static class FieldThatOthersRead extends Plain {

		String name = toString();

	}

	static class PrivateFieldThatOthersRead extends Plain {

		private String name = toString();

		static String nameOf(PrivateFieldThatOthersRead shape) {
			return new Reader().read(shape);
		}

		static class Reader {

			String read(PrivateFieldThatOthersRead shape) {
				return shape.name;
			}

		}

	}

	static class PrivateMethodThatOthersCall extends Plain {

		private final String name = toString();

		private String secret() {
			return this.name;
		}

		static class Caller {

			String call(PrivateMethodThatOthersCall shape) {
				return shape.secret();
			}

		}

	}

	static final class FinalClass extends Plain {

	}

	static sealed class SealedClass extends Plain permits Permitted, NonSealedClass {

	}

	static final class Permitted extends SealedClass {

	}

	record RecordClass(AtomicInteger runs) implements Work {

		@Override
		@TimedJob(queue = "shape")
		public void work() {
			this.runs.incrementAndGet();
		}

	}

	static class PrivateConstructor extends Plain {

		private PrivateConstructor() {
		}

		static PrivateConstructor create() {
			return new PrivateConstructor();
		}

		static class Derived extends PrivateConstructor {

		}

	}

	static class OwnEquals extends Plain {

		@Override
		public boolean equals(Object other) {
			return other instanceof OwnEquals;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	static class JdkState extends Thread implements Work {

		@Override
		@TimedJob(queue = "shape")
		public void work() {
			setName("worked");
		}

		@Override
		public String toString() {
			return getName().startsWith("worked") ? "worked" : "idle";
		}

	}

	/** As compilers of other languages make classes: open only where it was asked for. */
	static class FinalAccessors implements Work {

		private final AtomicInteger runs = new AtomicInteger();

		@Override
		@TimedJob(queue = "shape")
		public void work() {
			this.runs.incrementAndGet();
		}

		final int getRuns() {
			return this.runs.get();
		}

	}

	static class FinalWork implements Work {

		private final AtomicInteger runs = new AtomicInteger();

		@Override
		@TimedJob(queue = "shape")
		public final void work() {
			this.runs.incrementAndGet();
		}

		@Override
		public String toString() {
			return "ran " + this.runs;
		}

	}

	static non-sealed class NonSealedClass extends SealedClass {

	}

	static class ProtectedConstructor extends Plain {

		protected ProtectedConstructor() {
		}

	}

	@TimedExternalCall(service = "shape")
	static class OnClass implements Work {

		private final AtomicInteger runs = new AtomicInteger();

		@Override
		public void work() {
			this.runs.incrementAndGet();
		}

		@Override
		public String toString() {
			return "ran " + this.runs;
		}

	}

}
