extension FieldBlock {
  /// Fields that the k8smeta plugin adds: `k8smeta.*`. Row format: FieldRow.swift.
  static let kubernetesFields = FieldBlock(
    origin: .k8smetaPlugin,
    rows: """
      k8smeta.pod.name CHARBUF container container 30 suggested
          Name of the pod, from the Kubernetes API. No value unless the k8smeta plugin runs and knows the pod.
      k8smeta.pod.uid CHARBUF container container 30
          Unique id of the pod, from the Kubernetes API. No value unless the k8smeta plugin runs and knows the pod.
      k8smeta.pod.label[key] CHARBUF container container 50
          Value of one label of the pod: `k8smeta.pod.label[app]`. No value unless the k8smeta plugin runs and knows
          the pod.
      k8smeta.pod.labels CHARBUF[] container container 120
          All labels of the pod as a list, each as `name:value`. No value unless the k8smeta plugin runs and knows the
          pod.
      k8smeta.pod.ip CHARBUF container container 30
          Address of the pod, from the Kubernetes API, as text. No value unless the k8smeta plugin runs and knows the
          pod.
      k8smeta.ns.name CHARBUF container container 30 suggested
          Name of the pod's namespace, from the Kubernetes API. No value unless the k8smeta plugin runs and knows the
          pod.
      k8smeta.ns.uid CHARBUF container container 30
          Unique id of the pod's namespace, from the Kubernetes API. No value unless the k8smeta plugin runs and knows
          the pod.
      k8smeta.ns.label[key] CHARBUF container container 50
          Value of one label of the pod's namespace: `k8smeta.ns.label[app]`. No value unless the k8smeta plugin runs
          and knows the pod.
      k8smeta.ns.labels CHARBUF[] container container 120
          All labels of the pod's namespace as a list, each as `name:value`. No value unless the k8smeta plugin runs
          and knows the pod.
      k8smeta.deployment.name CHARBUF container container 30
          Name of the deployment that owns the pod, from the Kubernetes API. No value if there is none or the k8smeta
          plugin does not run.
      k8smeta.deployment.uid CHARBUF container container 30
          Unique id of the deployment that owns the pod, from the Kubernetes API. No value if there is none or the
          k8smeta plugin does not run.
      k8smeta.deployment.label[key] CHARBUF container container 50
          Value of one label of the deployment that owns the pod: `k8smeta.deployment.label[app]`. No value if there is
          none or the k8smeta plugin does not run.
      k8smeta.deployment.labels CHARBUF[] container container 120
          All labels of the deployment that owns the pod as a list, each as `name:value`. No value if there is none or
          the k8smeta plugin does not run.
      k8smeta.svc.name CHARBUF[] container container 40
          Names of the services in front of the pod, from the Kubernetes API. A list, for there may be several; no
          value if there is none or the k8smeta plugin does not run.
      k8smeta.svc.uid CHARBUF[] container container 40
          Unique ids of the services in front of the pod, from the Kubernetes API. A list, for there may be several; no
          value if there is none or the k8smeta plugin does not run.
      k8smeta.svc.label[key] CHARBUF[] container container 60
          Values of one label of the services in front of the pod: `k8smeta.svc.label[app]`. A list, for there may be
          several; no value if there is none or the k8smeta plugin does not run.
      k8smeta.svc.labels CHARBUF[] container container 150
          All labels of the services in front of the pod, each as `name:value`. A list, for there may be several; no
          value if there is none or the k8smeta plugin does not run.
      k8smeta.rs.name CHARBUF container container 30
          Name of the replica set that owns the pod, from the Kubernetes API. No value if there is none or the k8smeta
          plugin does not run.
      k8smeta.rs.uid CHARBUF container container 30
          Unique id of the replica set that owns the pod, from the Kubernetes API. No value if there is none or the
          k8smeta plugin does not run.
      k8smeta.rs.label[key] CHARBUF container container 50
          Value of one label of the replica set that owns the pod: `k8smeta.rs.label[app]`. No value if there is none
          or the k8smeta plugin does not run.
      k8smeta.rs.labels CHARBUF[] container container 120
          All labels of the replica set that owns the pod as a list, each as `name:value`. No value if there is none or
          the k8smeta plugin does not run.
      k8smeta.rc.name CHARBUF container container 30
          Name of the replication controller that owns the pod, from the Kubernetes API. No value if there is none or
          the k8smeta plugin does not run.
      k8smeta.rc.uid CHARBUF container container 30
          Unique id of the replication controller that owns the pod, from the Kubernetes API. No value if there is none
          or the k8smeta plugin does not run.
      k8smeta.rc.label[key] CHARBUF container container 50
          Value of one label of the replication controller that owns the pod: `k8smeta.rc.label[app]`. No value if
          there is none or the k8smeta plugin does not run.
      k8smeta.rc.labels CHARBUF[] container container 120
          All labels of the replication controller that owns the pod as a list, each as `name:value`. No value if there
          is none or the k8smeta plugin does not run.
      """)
}
