package dev.telemetry.logs.log4j2;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.Captures;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is done to Log4j2, there is one appender, and it sees each event once.
 */
@NoTelemetryLeaks
class Log4j2PlacementTests {

	private final LoggerContext context = new LoggerContext("test");

	private final Captures captures = Captures.open();

	private final LogAttachment attachment = new LogAttachment(
			new Log4j2Placement(this.context, this.captures.capture()), this.captures.capture(), true);

	@BeforeEach
	void attach() {
		this.context.start(configuration(false));
		this.attachment.attach();
	}

	@AfterEach
	void end() {
		this.attachment.close();
		this.context.stop();
		assertThat(this.captures.failures()).isEmpty();
	}

	@Test
	void seesEachEventOnce() {
		logger("shop.orders").info("one");
		assertThat(this.captures.bodies()).containsExactly("one");
	}

	@Test
	void isThereAtOnceAfterAnotherConfiguration() {
		for (int i = 0; i < 3; i++) {
			this.context.setConfiguration(configuration(i % 2 == 0));
			logger("audit").info("a" + i);
			logger("shop").info("b" + i);
		}
		assertThat(this.captures.bodies()).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
		assertThat(placed()).hasSize(1);
		Eventually.until(() -> "counted: " + this.attachment.putBack(), () -> this.attachment.putBack() == 3);
	}

	@Test
	void seesEventsOnceWhereALoggerKeepsThemToItself() {
		LoggerConfig audit = new LoggerConfig("audit", Level.INFO, false);
		this.context.getConfiguration().addLogger("audit", audit);
		this.context.updateLoggers();
		for (int i = 0; i < 3; i++) {
			logger("audit.deep").info("apart " + i);
			audit.setAdditive(true);
			logger("audit.deep").info("together " + i);
			audit.setAdditive(false);
		}
		assertThat(this.captures.bodies()).containsExactly("apart 0", "together 0", "apart 1", "together 1", "apart 2",
				"together 2");
		assertThat(this.attachment.putBack()).isZero();
	}

	@Test
	void isBackWhereItIsTakenOffByHand() {
		this.context.getConfiguration().getRootLogger().removeAppender(Log4j2Appender.NAME);
		Eventually.until(() -> "an appender", () -> !placed().isEmpty());
		logger("shop").info("again");
		assertThat(this.captures.bodies()).containsExactly("again");
		Eventually.until(() -> "a count", () -> this.attachment.putBack() == 1);
	}

	@Test
	void capturesNothingThroughAnAppenderThatWasReplaced() {
		Log4j2Appender saved = (Log4j2Appender) placed().get(0);
		this.context.getConfiguration().getRootLogger().removeAppender(Log4j2Appender.NAME);
		Eventually.until(() -> "an appender", () -> this.attachment.putBack() == 1);
		saved.append(Log4jLogEvent.newBuilder()
			.setLoggerName("shop")
			.setLevel(Level.INFO)
			.setMessage(new SimpleMessage("again"))
			.build());
		assertThat(this.captures.bodies()).isEmpty();
	}

	@Test
	void respectsLevelsWhenTheyChange() {
		logger("shop").debug("refused");
		this.context.getConfiguration().addLogger("shop", new LoggerConfig("shop", Level.DEBUG, true));
		this.context.updateLoggers();
		logger("shop").debug("let through");
		assertThat(this.captures.bodies()).containsExactly("let through");
	}

	@Test
	void aRecordSaysWhatWasLogged() {
		ThreadContext.put("user", "ann");
		try {
			logger("shop").log(Level.FATAL, MarkerManager.getMarker("AUDIT"), "Order {} failed", 7,
					new IllegalStateException("boom"));
		}
		finally {
			ThreadContext.clearAll();
		}
		LogRecordData log = this.captures.last();
		assertThat(log.getBodyValue().asString()).isEqualTo("Order 7 failed");
		assertThat(log.getSeverity()).isEqualTo(Severity.FATAL);
		assertThat(log.getSeverityText()).isEqualTo("FATAL");
		assertThat(log.getInstrumentationScopeInfo().getName()).isEqualTo("shop");
		assertThat(log.getAttributes().get(AttributeKey.stringKey("user"))).isEqualTo("ann");
		assertThat(log.getAttributes().get(AttributeKey.stringArrayKey("log4j.marker"))).containsExactly("AUDIT");
		assertThat(log.getAttributes().get(AttributeKey.stringKey("exception.message"))).isEqualTo("boom");
	}

	// As with log4j2.garbagefreeThreadContextMap=true.
	@Test
	void aKeyOfTheContextThatIsNullCostsNoRecord() {
		StringMap data = new SortedArrayStringMap();
		data.putValue(null, "ann");
		((Log4j2Appender) placed().get(0)).append(Log4jLogEvent.newBuilder()
			.setLoggerName("shop")
			.setLevel(Level.INFO)
			.setMessage(new SimpleMessage("a line"))
			.setContextData(data)
			.build());
		assertThat(this.captures.last().getAttributes().get(AttributeKey.stringKey("null"))).isEqualTo("ann");
	}

	@Test
	void aMapBecomesAttributes() {
		logger("shop").info(new StringMapMessage(Map.of("order", "7")));
		assertThat(this.captures.last().getAttributes().get(AttributeKey.stringKey("order"))).isEqualTo("7");
	}

	@Test
	void eachLevelHasASeverity() {
		for (Level level : List.of(Level.ERROR, Level.WARN, Level.INFO, Level.forName("NOTICE", 350))) {
			logger("shop").log(level, "x");
		}
		assertThat(this.captures.logs()).extracting(CapturedLog::severity)
			.containsExactly(Severity.ERROR, Severity.WARN, Severity.INFO, Severity.INFO);
	}

	@Test
	void leavesNothingBehind() {
		this.attachment.close();
		assertThat(placed()).isEmpty();
		this.context.setConfiguration(configuration(false));
		assertThat(placed()).isEmpty();
	}

	private Logger logger(String name) {
		return this.context.getLogger(name);
	}

	private List<Appender> placed() {
		return this.context.getConfiguration()
			.getRootLogger()
			.getAppenders()
			.values()
			.stream()
			.filter(Log4j2Appender.class::isInstance)
			.toList();
	}

	private static BuiltConfiguration configuration(boolean auditApart) {
		ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
		builder.add(builder.newAppender("none", "Null"));
		builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("none")));
		if (auditApart) {
			builder.add(builder.newLogger("audit", Level.INFO)
				.add(builder.newAppenderRef("none"))
				.addAttribute("additivity", false));
		}
		return builder.build(false);
	}

}
