package dev.telemetry.sample.partner;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * The partner as a service of its own: the price API and nothing else. It ends when its
 * standard input ends, and so never outlives the process that has started it.
 */
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import(PartnerPriceController.class)
public final class PartnerApplication {

	private PartnerApplication() {
	}

	/**
	 * Opens the price API. Where the system property {@code PORTFILE} names a file, its
	 * port is written there.
	 * @param args properties such as {@code --server.port=9090}
	 * @throws IOException if standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		SpringApplicationBuilder application = new SpringApplicationBuilder(PartnerApplication.class);
		if (System.getProperty("PORTFILE") != null) {
			application.listeners(new WebServerPortFileWriter());
		}
		try (ConfigurableApplicationContext partner = application.run(args); InputStream input = System.in) {
			while (input.read() >= 0) {
				// There is nothing to read but the end.
			}
		}
	}

}
