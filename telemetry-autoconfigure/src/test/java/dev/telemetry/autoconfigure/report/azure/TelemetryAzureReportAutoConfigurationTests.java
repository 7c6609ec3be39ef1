package dev.telemetry.autoconfigure.report.azure;

import java.nio.file.Path;
import java.util.Map;

import com.azure.storage.blob.BlobContainerClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.report.TelemetryJobReportAutoConfiguration;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.report.ReportStore;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where reports go to a container of the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class TelemetryAzureReportAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
				TelemetryJobReportAutoConfiguration.class, TelemetryAzureReportAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.job.report.enabled=true");

	private final ApplicationContextRunner withContainer = this.runner.withBean(BlobContainerClient.class,
			() -> JdkAzureHttp.container("http://localhost:1/account/results"));

	@Test
	void aClientOfTheApplicationStoresReports() {
		this.withContainer.run((context) -> assertThat(context).hasSingleBean(ReportStore.class)
			.getBean(ReportStore.class)
			.isInstanceOf(AzureBlobReportStore.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.job.report.upload.azure=false", "telemetry.job.report.enabled=false",
			"telemetry.enabled=false" })
	void notWhereItIsSwitchedOff(String property) {
		this.withContainer.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(ReportStore.class));
	}

	@Test
	void notWhereTheApplicationHasNoneOrSeveralOrAStoreOfItsOwn() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ReportStore.class));
		this.withContainer
			.withBean("other", BlobContainerClient.class,
					() -> JdkAzureHttp.container("http://localhost:1/account/other"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReportStore.class));
		ReportStore own = (report, jobId) -> {
		};
		this.withContainer.withBean(ReportStore.class, () -> own)
			.run((context) -> assertThat(context.getBean(ReportStore.class)).isSameAs(own));
	}

	@Test
	void withoutTheLibraryThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("com.azure"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReportStore.class));
	}

	@Test
	@NoTelemetryLeaks
	void anApplicationThatEndsAtOnceHasStoredItsReport(@TempDir Path directory, CapturedOutput output)
			throws Exception {
		try (AzureContainer container = new AzureContainer()) {
			run(container, directory);
			assertThat(container.blobs).hasSize(2).last().asString().contains("job-1%2Fsummary.json", "\"job-1\"");
		}
		assertThat(output).contains("report-store=Azure (default)").doesNotContain("secret");
	}

	@Test
	void aUrlComesFirst(@TempDir Path directory, CapturedOutput output) throws Exception {
		try (AzureContainer container = new AzureContainer(); AzureContainer other = new AzureContainer()) {
			run(container, directory, "--telemetry.job.report.upload.url=" + other.url());
			assertThat(container.blobs).isEmpty();
			assertThat(other.blobs).hasSize(2);
		}
		assertThat(output).doesNotContain("report-store", "secret");
	}

	private static void run(AzureContainer container, Path directory, String... args) {
		SpringApplication application = new SpringApplication(Job.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application
			.addInitializers((context) -> context.getBeanFactory().registerSingleton("container", container.client()));
		application.setDefaultProperties(Map.of("telemetry.enabled", "true", "telemetry.otel.exporter", "none",
				"telemetry.job.report.enabled", "true", "telemetry.job.report.directory", directory.toString()));
		try (ConfigurableApplicationContext context = application.run(args)) {
			context.getBean(TelemetryRecorder.class).job("night", "import").id("job-1").run((job) -> {
			});
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Job {

	}

}
