package dev.telemetry.autoconfigure.job;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import io.micrometer.core.annotation.Timed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.samples.telemetry.BootSampleJob;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

import static org.assertj.core.api.Assertions.assertThat;

class TimedAnnotationsTests {

	private final TimedAnnotations annotations = new TimedAnnotations(List::of);

	@ParameterizedTest
	@ValueSource(classes = { OnMethod.class, OnClass.class, OnPrivateMethod.class, Inherited.class, Implemented.class,
			OnAnotherAnnotation.class, Call.class, Micrometer.class, MicrometerTwice.class,
			MicrometerTwiceOnAnother.class })
	void aClassWithAnAnnotationAnywhereIsLookedAt(Class<?> type) {
		assertThat(this.annotations.mayBeOn(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Nothing.class, Object.class, Runnable.class, int[].class })
	void aClassWithoutIsNot(Class<?> type) {
		assertThat(this.annotations.mayBeOn(type)).isFalse();
	}

	@Test
	void anotherAnnotationOfTheSameClassDoesNotHideOne() {
		assertThat(this.annotations.mayBeOn(Nothing.class)).isFalse();
		assertThat(this.annotations.mayBeOn(OnMethod.class)).isTrue();
	}

	@Test
	void anApplicationMayLiveBelowAPackageWithoutAnnotations() {
		String own = BootSampleJob.class.getPackageName();
		assertThat(new TimedAnnotations(() -> List.of(own)).mayBeOn(BootSampleJob.class)).isTrue();
		assertThat(new TimedAnnotations(() -> List.of(own + "s")).mayBeOn(BootSampleJob.class)).isFalse();
	}

	static class OnMethod {

		@Deprecated
		void other() {
		}

		@TimedJob(queue = "mail")
		void run() {
		}

	}

	@TimedJob(queue = "mail")
	static class OnClass {

	}

	static class OnPrivateMethod {

		@TimedJob(queue = "mail")
		private void run() {
		}

	}

	static class Inherited extends OnMethod {

	}

	interface Job {

		@TimedJob(queue = "mail")
		void run();

	}

	static class Implemented implements Job {

		@Override
		public void run() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@TimedJob(queue = "mail")
	@interface Mail {

	}

	static class OnAnotherAnnotation {

		@Mail
		void run() {
		}

	}

	static class Call {

		@TimedExternalCall(service = "partner")
		void run() {
		}

	}

	static class Micrometer {

		@Timed("work")
		void run() {
		}

	}

	static class MicrometerTwice {

		@Timed("work")
		@Timed("more")
		void run() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Timed("work")
	@Timed("more")
	@interface TwiceTimed {

	}

	static class MicrometerTwiceOnAnother {

		@TwiceTimed
		void run() {
		}

	}

	static class Nothing {

		@Deprecated
		void other() {
		}

	}

}
