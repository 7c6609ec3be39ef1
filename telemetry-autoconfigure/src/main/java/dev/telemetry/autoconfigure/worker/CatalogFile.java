package dev.telemetry.autoconfigure.worker;

import java.io.IOException;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.worker.EventCatalog;

/**
 * The file that has the catalogue of events.
 *
 * @param location location of the file, or {@code null} for the default location, where
 * the file is optional
 * @param rejections creates the exception that fails the start if the file cannot be read
 */
record CatalogFile(@Nullable String location, PropertyRejections rejections) {

	/** Name of the file at the default location. */
	static final String USUAL_FILE = "telemetry-events.properties";

	private static final String USUAL = "classpath:" + USUAL_FILE;

	EventCatalog read() {
		boolean named = StringUtils.hasText(this.location);
		Resource file = new DefaultResourceLoader()
			.getResource((named && this.location != null) ? this.location : USUAL);
		if (!named && !file.exists()) {
			return EventCatalog.empty();
		}
		try {
			Properties properties = PropertiesLoaderUtils.loadProperties(file);
			return EventCatalog.of(properties);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw this.rejections.reject("telemetry.events.catalog-location",
					"the location of a file of properties, such as classpath:telemetry-events.properties");
		}
	}

}
