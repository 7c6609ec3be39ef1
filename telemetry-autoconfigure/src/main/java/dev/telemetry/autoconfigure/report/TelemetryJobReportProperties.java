package dev.telemetry.autoconfigure.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.telemetry.autoconfigure.property.HeaderNames;
import dev.telemetry.autoconfigure.property.ListElements;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Reports of jobs, where there are any.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(PropertyNames.JOB_REPORT)
public class TelemetryJobReportProperties {

	/**
	 * Directory for reports, which are in its subdirectory jobs. Made when the first job
	 * ends.
	 */
	private String directory = "./telemetry";

	/**
	 * Types of the jobs that are reported. By default, all are.
	 */
	private List<String> types = new ArrayList<>();

	/**
	 * How many spans of a job get a line. Those beyond are counted in the summary.
	 */
	private int maxSpans = 100_000;

	/**
	 * How long reports are kept.
	 */
	private Duration retain = Duration.ofDays(30);

	/**
	 * How many reports are kept, the newest ones.
	 */
	private int maxReports = 1_000;

	/**
	 * Where reports are stored too.
	 */
	private final Upload upload = new Upload();

	public String getDirectory() {
		return this.directory;
	}

	public void setDirectory(String directory) {
		this.directory = directory;
	}

	public List<String> getTypes() {
		return this.types;
	}

	public void setTypes(List<String> types) {
		this.types = ListElements.present(types);
	}

	public int getMaxSpans() {
		return this.maxSpans;
	}

	public void setMaxSpans(int maxSpans) {
		this.maxSpans = maxSpans;
	}

	public Duration getRetain() {
		return this.retain;
	}

	public void setRetain(Duration retain) {
		this.retain = retain;
	}

	public int getMaxReports() {
		return this.maxReports;
	}

	public void setMaxReports(int maxReports) {
		this.maxReports = maxReports;
	}

	public Upload getUpload() {
		return this.upload;
	}

	/**
	 * Where reports are stored too, unless a bean of type ReportStore does that.
	 */
	public static class Upload {

		/**
		 * URL below which each file of a report is put, such as that of a container of
		 * Azure with a shared access signature, or a directory of WebDAV. What is in its
		 * query is a secret.
		 */
		private @Nullable String url;

		/**
		 * Whether the bean of type BlobContainerClient stores reports, where the
		 * application has one, no URL is set, and no bean of type ReportStore is there.
		 */
		private boolean azure = true;

		/**
		 * Headers of each request, by name.
		 */
		private Map<String, String> headers = new LinkedHashMap<>();

		/**
		 * Longest time for one file.
		 */
		private Duration timeout = Duration.ofSeconds(10);

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public boolean isAzure() {
			return this.azure;
		}

		public void setAzure(boolean azure) {
			this.azure = azure;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public void setHeaders(Map<String, String> headers) {
			this.headers = HeaderNames.hyphenated(headers);
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

}
