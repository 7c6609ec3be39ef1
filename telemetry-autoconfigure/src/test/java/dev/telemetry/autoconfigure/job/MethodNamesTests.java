package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.Date;

import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

class MethodNamesTests {

	private final Method method = ReflectionUtils.findMethod(Date.class, "getTime");

	private final MethodNames names = new MethodNames();

	@Test
	void twoClassesWithOneShortNameAreNamedWithTheirPackages() {
		this.names.addJob("scheduled", Date.class, this.method);
		this.names.addJob("scheduled", java.sql.Date.class, this.method);
		assertThat(this.names.job("scheduled", Date.class, this.method)).isEqualTo("java.util.Date.getTime");
		assertThat(this.names.job("scheduled", java.sql.Date.class, this.method)).isEqualTo("java.sql.Date.getTime");
	}

	@Test
	void aNameThatWasGivenStays() {
		assertThat(this.names.job("scheduled", Date.class, this.method)).isEqualTo("Date.getTime");
		assertThat(this.names.job("scheduled", java.sql.Date.class, this.method)).isEqualTo("java.sql.Date.getTime");
		assertThat(this.names.job("scheduled", Date.class, this.method)).isEqualTo("Date.getTime");
	}

	@Test
	void queuesKeepNamesApart() {
		this.names.addJob("night", java.sql.Date.class, this.method);
		assertThat(this.names.job("scheduled", Date.class, this.method)).isEqualTo("Date.getTime");
		assertThat(this.names.job("night", java.sql.Date.class, this.method)).isEqualTo("Date.getTime");
	}

	@Test
	void callsOfOneServiceAreNamedWithTheirClassOnlyIfTheyMustBe() {
		this.names.addCall("partner", Date.class, this.method);
		assertThat(this.names.call("partner", Date.class, this.method)).isEqualTo("getTime");
		assertThat(this.names.call("partner", java.sql.Time.class, this.method)).isEqualTo("Time.getTime");
	}

}
