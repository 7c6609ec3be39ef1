package dev.telemetry.health;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class InternalFailuresTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(InternalFailures.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final InternalFailures failures = new InternalFailures();

	@BeforeEach
	void captureLog() {
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void releaseLog() {
		this.logger.detachAppender(this.appender);
	}

	@Test
	void countsEachFailureButWarnsOnce() {
		this.failures.report("ending a request", new IllegalStateException("one"));
		this.failures.report("ending a request", new NoClassDefFoundError("two"));
		assertThat(this.failures.count()).isEqualTo(2);
		assertThat(this.appender.list).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).contains("while ending a request")
				.contains("telemetry.internal.failures");
			assertThat(event.getThrowableProxy().getMessage()).isEqualTo("one");
		});
	}

	@Test
	void survivesALoggerThatFails() {
		ListAppender<ILoggingEvent> broken = new ListAppender<>() {

			@Override
			public void doAppend(ILoggingEvent event) {
				throw new LinkageError("log");
			}

		};
		broken.start();
		this.logger.addAppender(broken);
		try {
			assertThatNoException().isThrownBy(() -> this.failures.report("x", new IllegalStateException()));
		}
		finally {
			this.logger.detachAppender(broken);
		}
	}

}
