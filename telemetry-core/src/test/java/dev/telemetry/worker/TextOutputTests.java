package dev.telemetry.worker;

import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where texts of workers go.
 */
class TextOutputTests {

	@Test
	void noTextCanLookLikeTwoOrControlATerminal() throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger(TextOutput.LOGGER_PREFIX + "texts");
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.setLevel(Level.INFO);
		logger.setAdditive(false);
		logger.addAppender(appender);
		try {
			TextOutput.toLogger()
				.text("texts", "a\tb\u001b[31m\rERROR\u0085c\u2028d\u0000 \u00e9\r".getBytes(StandardCharsets.UTF_8),
						true);
			assertThat(appender.list).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly("a\tb\ufffd[31m\ufffdERROR\ufffdc\ufffdd\ufffd \u00e9");
		}
		finally {
			logger.detachAppender(appender);
		}
	}

}
