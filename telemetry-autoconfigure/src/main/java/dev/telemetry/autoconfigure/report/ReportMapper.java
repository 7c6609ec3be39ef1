package dev.telemetry.autoconfigure.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.autoconfigure.property.UrlSecrets;
import dev.telemetry.report.HttpPutReportStore;
import dev.telemetry.report.ReportSettings;
import dev.telemetry.report.ReportStore;
import dev.telemetry.report.ReportUrls;

/**
 * Maps properties to settings, and rejects invalid values. It does not check whether the
 * disk is writable, because that may change.
 */
record ReportMapper(TelemetryJobReportProperties properties, PropertyRejections rejections) {

	private static final String PREFIX = PropertyNames.JOB_REPORT + ".";

	ReportSettings settings() {
		return new ReportSettings(directory(), Set.copyOf(this.properties.getTypes()),
				this.rejections.atLeast(PREFIX + "max-spans", this.properties.getMaxSpans(), 1),
				this.rejections.positive(PREFIX + "retain", this.properties.getRetain()),
				this.rejections.atLeast(PREFIX + "max-reports", this.properties.getMaxReports(), 1));
	}

	private Path directory() {
		String value = this.properties.getDirectory();
		try {
			Path path = Path.of(this.rejections.fileName(PREFIX + "directory", value).trim())
				.toAbsolutePath()
				.normalize();
			if (StringUtils.hasText(value) && path.getFileName() != null) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			// Handled like a path without a name.
		}
		throw this.rejections.reject(PREFIX + "directory", "the name of a directory");
	}

	/**
	 * Returns the store for the configured URL.
	 * @return the store, or {@code null} if there is no URL
	 */
	@Nullable ReportStore store() {
		Duration timeout = this.rejections.positive(PREFIX + "upload.timeout",
				this.properties.getUpload().getTimeout());
		String url = this.properties.getUpload().getUrl();
		if (!StringUtils.hasText(url)) {
			return null;
		}
		ReportUrls urls = ReportUrls.below(url(url.trim()));
		try {
			return new HttpPutReportStore(urls, this.properties.getUpload().getHeaders(), timeout);
		}
		catch (IllegalArgumentException ex) {
			throw this.rejections.rejectSecret(PropertyNames.REPORT_UPLOAD_HEADERS, UrlSecrets.HIDDEN,
					"a map of headers that can be sent (" + ex.getMessage() + ")");
		}
	}

	private URI url(String url) {
		try {
			URI uri = new URI(url);
			String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
			if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null && uri.getUserInfo() == null
					&& uri.getFragment() == null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// The message contains the whole URL.
		}
		throw this.rejections.rejectSecret(PropertyNames.REPORT_UPLOAD_URL, UrlSecrets.hide(url),
				"an absolute URL with http or https, without a user; credentials go into "
						+ PropertyNames.REPORT_UPLOAD_HEADERS);
	}

}
