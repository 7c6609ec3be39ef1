package dev.telemetry.test;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what works without the optional jars.
 */
class OptionalJarsTests {

	@Test
	void httpWorksWithoutGrpc() throws Exception {
		try (URLClassLoader loader = loaderWithout("grpc")) {
			assertThatNoException().isThrownBy(() -> ((AutoCloseable) start(loader, "http")).close());
		}
	}

	@Test
	void grpcNamesTheJarsThatAreMissing() throws Exception {
		try (URLClassLoader loader = loaderWithout("grpc")) {
			assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> start(loader, "grpc"))
				.havingCause()
				.isInstanceOf(IllegalStateException.class)
				.withMessageContaining("io.grpc:grpc-netty-shaded");
		}
	}

	@Test
	void httpNamesTheJarThatIsMissing() throws Exception {
		try (URLClassLoader loader = loaderWithout("opentelemetry-proto")) {
			assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> start(loader, "http"))
				.havingCause()
				.isInstanceOf(IllegalStateException.class)
				.withMessageContaining("io.opentelemetry.proto:opentelemetry-proto");
		}
	}

	private static Object start(ClassLoader loader, String transport) throws Exception {
		return loader.loadClass(OtlpReceiver.class.getName()).getMethod(transport).invoke(null);
	}

	private static URLClassLoader loaderWithout(String jar) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			File file = new File(entry);
			if (!file.getName().contains(jar)) {
				urls.add(file.toURI().toURL());
			}
		}
		assertThat(urls).isNotEmpty();
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

}
