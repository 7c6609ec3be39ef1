package dev.telemetry.autoconfigure.web.lives;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21)
class TomcatVirtualThreadsLeftOpenScopesTests extends LeftOpenScopesContract {

	TomcatVirtualThreadsLeftOpenScopesTests() {
		super(ServletServer.TOMCAT, true);
	}

}
