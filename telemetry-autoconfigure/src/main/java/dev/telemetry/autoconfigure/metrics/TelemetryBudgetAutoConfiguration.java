package dev.telemetry.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.util.unit.DataSize;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PeriodicTask;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.Budget;
import dev.telemetry.health.BudgetWatch;
import dev.telemetry.health.ExporterState;
import dev.telemetry.names.MeterNames;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for budgets of telemetry: gauges
 * beside the measured amounts, and a warning. Costs nothing without a budget.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryMetricsAutoConfiguration.class,
		afterName = { "dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass({ MeterRegistry.class, SpanProcessor.class })
@ConditionalOnTelemetry
@Conditional(OnBudgetCondition.class)
@ConditionalOnBean(MeterRegistry.class)
@EnableConfigurationProperties(TelemetryBudgetProperties.class)
public final class TelemetryBudgetAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(TelemetryBudgetAutoConfiguration.class);

	private static final String SPANS = "telemetry.budget.spans-per-minute";

	private static final String BYTES = "telemetry.budget.bytes-per-minute";

	private static final String SERIES = "telemetry.budget.series";

	TelemetryBudgetAutoConfiguration() {
	}

	@Bean
	BudgetWatch telemetryBudgetWatch(TelemetryBudgetProperties properties, PropertyRejections rejections,
			ObjectProvider<SpanPipelines> spans, ObjectProvider<LogPipelines<?>> logs,
			ObjectProvider<MeterRegistry> registry) {
		List<Budget> budgets = new ArrayList<>();
		add(budgets, SPANS, "spans", number(properties.getSpansPerMinute()),
				() -> sum(spans.stream().map(SpanPipelines::states), ExporterState::exported), true, rejections);
		DataSize bytes = properties.getBytesPerMinute();
		add(budgets, BYTES, "bytes", (bytes != null) ? bytes.toBytes() : null, () -> sum(
				Stream.concat(spans.stream().map(SpanPipelines::states), logs.stream().map(LogPipelines::states)),
				ExporterState::sentBytes), true, rejections);
		add(budgets, SERIES, "series", number(properties.getSeries()), () -> series(registry), false, rejections);
		return new BudgetWatch(budgets, logger::warn);
	}

	private static @Nullable Long number(@Nullable Integer value) {
		return (value != null) ? Long.valueOf(value) : null;
	}

	private static void add(List<Budget> budgets, String property, String what, @Nullable Long most,
			LongSupplier measured, boolean perMinute, PropertyRejections rejections) {
		if (most == null) {
			return;
		}
		if (most < 1) {
			throw rejections.reject(property, (property.equals(BYTES)) ? "a size above zero" : "a number above zero");
		}
		budgets.add(new Budget(property, what, most, measured, perMinute));
	}

	private static long sum(Stream<List<ExporterState>> exporters, ToLongFunction<ExporterState> number) {
		return exporters.flatMap(List::stream).mapToLong(number).sum();
	}

	private static long series(ObjectProvider<MeterRegistry> registry) {
		MeterRegistry available = registry.getIfAvailable();
		return (available != null) ? MeterSeries.count(available) : 0;
	}

	@Bean
	PeriodicTask telemetryBudgetTask(BudgetWatch watch) {
		return PeriodicTask.eachMinute("comparing budgets", watch::minute);
	}

	@Bean
	MeterBinder telemetryBudgetMeters(BudgetWatch watch) {
		return (registry) -> watch.states().forEach((budget) -> {
			switch (budget.property()) {
				case SPANS ->
					gauge(registry, MeterNames.BUDGET_SPANS, budget.most(), "Spans that may be exported in a minute");
				case BYTES ->
					gauge(registry, MeterNames.BUDGET_BYTES, budget.most(), "Bytes that may be sent in a minute");
				default -> {
					gauge(registry, MeterNames.BUDGET_SERIES, budget.most(), "Series that there may be");
					Gauge.builder(MeterNames.SERIES, registry, MeterSeries::count)
						.description("Series that there are")
						.register(registry);
				}
			}
		});
	}

	private static void gauge(MeterRegistry registry, String name, long value, String description) {
		Gauge.builder(name, () -> value).description(description).register(registry);
	}

}
