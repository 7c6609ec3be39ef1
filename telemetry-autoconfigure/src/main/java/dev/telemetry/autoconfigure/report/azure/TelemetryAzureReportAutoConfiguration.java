package dev.telemetry.autoconfigure.report.azure;

import com.azure.storage.blob.BlobContainerClient;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.report.TelemetryJobReportAutoConfiguration;
import dev.telemetry.autoconfigure.report.TelemetryJobReportProperties;
import dev.telemetry.report.ReportStore;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for reports of jobs in a container
 * of Azure Blob Storage that the application has a client for. It runs last, because the
 * client may be a bean of any other auto-configuration.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ SpanProcessor.class, BlobContainerClient.class })
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnSwitchedOn({ PropertyNames.JOB_REPORT_ENABLED, PropertyNames.REPORT_UPLOAD_AZURE })
@ConditionalOnMissingBean(ReportStore.class)
@ConditionalOnSingleCandidate(BlobContainerClient.class)
public final class TelemetryAzureReportAutoConfiguration {

	TelemetryAzureReportAutoConfiguration() {
	}

	@Bean(TelemetryJobReportAutoConfiguration.AZURE_STORE)
	ReportStore telemetryAzureReportStore(BlobContainerClient container, TelemetryJobReportProperties properties) {
		return new AzureBlobReportStore(container, properties.getUpload().getTimeout());
	}

	@Bean
	@Order(24)
	@Nullable StartupDetail telemetryAzureReportStartupDetail(TelemetryJobReportProperties properties, PropertyOrigins origins) {
		return (StringUtils.hasText(properties.getUpload().getUrl())) ? null
				: StartupDetail.of("report-store", "Azure", origins.setBy(PropertyNames.REPORT_UPLOAD_AZURE));
	}

}
