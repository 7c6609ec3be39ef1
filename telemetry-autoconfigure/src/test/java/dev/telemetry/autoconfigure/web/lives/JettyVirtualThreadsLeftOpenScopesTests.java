package dev.telemetry.autoconfigure.web.lives;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21)
class JettyVirtualThreadsLeftOpenScopesTests extends LeftOpenScopesContract {

	JettyVirtualThreadsLeftOpenScopesTests() {
		super(ServletServer.JETTY, true);
	}

}
